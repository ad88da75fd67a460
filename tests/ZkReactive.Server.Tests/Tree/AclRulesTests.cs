using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Tree;

public sealed class AclRulesTests
{
    private static readonly ClientInfo Local = new("ip", "127.0.0.1");
    private static readonly ClientInfo User = new("digest", "user:hash");

    [Theory]
    [InlineData("world", "anyone", true)]
    [InlineData("world", "someone", false)]
    [InlineData("digest", "user:hash", true)]
    [InlineData("digest", "user", false)]
    [InlineData("digest", "a:b:c", false)]
    [InlineData("digest", "a:", false)]
    [InlineData("digest", ":b", true)]
    [InlineData("ip", "10.0.0.1", true)]
    [InlineData("ip", "10.0.0.0/8", true)]
    [InlineData("ip", "10.0.0.0/33", false)]
    [InlineData("ip", "10.0.0.0/-1", false)]
    [InlineData("ip", "10.0.0.0/", false)]
    [InlineData("ip", "10.1", false)]
    [InlineData("ip", "fe80::/10", true)]
    [InlineData("ip", "", false)]
    [InlineData("super", "", false)]
    [InlineData("sasl", "user", false)]
    [InlineData("", "", false)]
    public void TryExpand_TakesOnlyKnownSchemesWithWellFormedIds(string scheme, string id, bool legal)
    {
        Acl[] acl = [new(Permissions.All, scheme, id)];

        Assert.Equal(legal, AclRules.TryExpand(acl, [Local], out var expanded));
        if (legal) Assert.Equal(acl, expanded);
    }

    [Theory]
    [InlineData("user", true)]
    [InlineData("user/host/more", true)]
    [InlineData("user@REALM", true)]
    [InlineData("user/host@REALM", true)]
    [InlineData("user/host/more@REALM", false)]
    [InlineData("user@REALM/host", false)]
    [InlineData("user@REALM@OTHER", false)]
    [InlineData("", false)]
    public void TryExpand_Sasl_TakesPrincipals(string id, bool legal) =>
        Assert.Equal(legal, AclRules.TryExpand([new(Permissions.All, AclRules.Sasl, id)], [Local], out _, new HashSet<string> { AclRules.Sasl }));

    [Fact]
    public void TryExpand_EmptyList_IsIllegal() => Assert.False(AclRules.TryExpand([], [Local], out _));

    [Fact]
    public void TryExpand_RepeatedEntries_AreKeptOnce()
    {
        var entry = new Acl(Permissions.Read, "world", "anyone");

        Assert.True(AclRules.TryExpand([entry, entry], [Local], out var expanded));
        Assert.Equal([entry], expanded);
    }

    [Fact]
    public void TryExpand_Auth_BecomesEveryAuthenticatedIdentityButTheAddress()
    {
        Assert.True(AclRules.TryExpand([new(Permissions.Read, "auth", "whatever")], [Local, User], out var expanded));
        Assert.Equal([new Acl(Permissions.Read, "digest", "user:hash")], expanded);
    }

    [Fact]
    public void TryExpand_AuthWithoutAuthentication_IsIllegal() =>
        Assert.False(AclRules.TryExpand([new(Permissions.Read, "auth", "")], [Local], out _));

    [Theory]
    [InlineData(Permissions.Read, true)]
    [InlineData(Permissions.Write, false)]
    public void Allows_ComparesPermissions(Permissions asked, bool allowed) =>
        Assert.Equal(allowed, AclRules.Allows(Acl.ReadUnsafe, asked, [Local]));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("126.0.0.0/7", true)]
    [InlineData("128.0.0.0/1", false)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::1", false)]
    public void Allows_ComparesAddressesByPrefix(string range, bool allowed) =>
        Assert.Equal(allowed, AclRules.Allows([new(Permissions.Read, "ip", range)], Permissions.Read, [Local]));

    [Fact]
    public void Allows_DigestOfSomebodyElse_IsRefused()
    {
        Acl[] acl = [new(Permissions.All, "digest", "user:other")];

        Assert.False(AclRules.Allows(acl, Permissions.Read, [Local, User]));
        Assert.True(AclRules.Allows(acl, Permissions.Read, [Local, new("digest", "user:other")]));
    }

    [Fact]
    public void HideDigests_KeepsTheNameOnly() =>
        Assert.Equal(["user:x", "anyone"], AclRules.HideDigests([new(Permissions.All, "digest", "user:hash"), Acl.OpenUnsafe[0]]).Select(a => a.Id));
}
