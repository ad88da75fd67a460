namespace ZkReactive.Protocol.Tests;

public sealed class AclTextTests
{
    [Theory]
    [InlineData("world:anyone:cdrwa", Permissions.All, "world", "anyone")]
    [InlineData("world:anyone:r", Permissions.Read, "world", "anyone")]
    [InlineData("auth::awr", Permissions.Admin | Permissions.Write | Permissions.Read, "auth", "")]
    [InlineData("digest:bob:qUFSHxJjItUW/93UHFXFVGlvryY=:cd", Permissions.Create | Permissions.Delete, "digest", "bob:qUFSHxJjItUW/93UHFXFVGlvryY=")]
    [InlineData("ip:::1:r", Permissions.Read, "ip", "::1")]
    public void TryParse_Entry_IsRead(string text, Permissions permissions, string scheme, string id)
    {
        Assert.True(AclText.TryParse(text, out var acl, out _));
        Assert.Equal(new Acl(permissions, scheme, id), acl);
        Assert.True(AclText.TryParse(acl.ToString(), out var again, out _));
        Assert.Equal(acl, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("world")]
    [InlineData("world:anyone")]
    [InlineData(":anyone:r")]
    [InlineData("world:anyone:")]
    [InlineData("world:anyone:rr")]
    [InlineData("world:anyone:rx")]
    public void TryParse_AnythingElse_IsRefusedWithAReason(string? text)
    {
        Assert.False(AclText.TryParse(text, out _, out var reason));
        Assert.Contains("expected", reason, StringComparison.Ordinal);
    }
}
