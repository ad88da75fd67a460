using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Client.Tests.Authentication;

/// <summary>An admin whom no ACL stops.</summary>
public sealed class SuperDigestTests : IAsyncLifetime
{
    // printf %s super:test | openssl dgst -sha1 -binary | openssl base64
    private const string Digest = "super:D/InIHSb7yEEbrWz8b9l71RjZJU=";

    private static readonly Acl[] Nobody = [new Acl(Permissions.All, "digest", "nobody:AAAAAAAAAAAAAAAAAAAAAAAAAAA=")];

    private ZkServer _server = null!;

    public async Task InitializeAsync() => _server = await ZkServer.StartAsync(new ZkServerOptions { SuperDigest = Digest });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Super_MayDoWhatNoAclAllows()
    {
        await using var owner = await ZkClient.ConnectAsync(_server.ConnectString).Soon();
        await owner.CreateAsync("/locked", "0"u8.ToArray(), options: new ZkCreateOptions { Acl = Nobody }).Soon();
        await Assert.ThrowsAsync<NoAuthException>(() => owner.GetAsync("/locked").Soon());

        await using var admin = await ConnectAsync("super", "test");
        Assert.Contains(new ZkIdentity("super", ""), await admin.WhoAmIAsync().Soon());
        Assert.Equal("0", Encoding.UTF8.GetString((await admin.GetAsync("/locked").Soon()).Data.Span));
        Assert.Equal(Nobody, (await admin.GetAclAsync("/locked").Soon()).Entries);
        await admin.CreateAsync("/locked/a").Soon();
        await admin.DeleteAsync("/locked/a", NodeVersion.Any).Soon();
        await admin.SetAclAsync("/locked", Acl.OpenUnsafe, NodeVersion.Any).Soon();
        Assert.Equal("0", Encoding.UTF8.GetString((await owner.GetAsync("/locked").Soon()).Data.Span));
    }

    [Fact]
    public async Task Super_OwnsItsNodesAsTheUserThatItIs()
    {
        await using var admin = await ConnectAsync("super", "test");
        await admin.CreateAsync("/mine", options: new ZkCreateOptions { Acl = Acl.CreatorAll }).Soon();
        Assert.Equal([new Acl(Permissions.All, "digest", Digest)], (await admin.GetAclAsync("/mine").Soon()).Entries);
    }

    [Theory]
    [InlineData("super", "Test")]
    [InlineData("admin", "test")]
    public async Task AnotherPasswordOrName_IsJustAUser(string user, string password)
    {
        await using var owner = await ZkClient.ConnectAsync(_server.ConnectString).Soon();
        await owner.CreateAsync("/locked", options: new ZkCreateOptions { Acl = Nobody }).Soon();
        await using var other = await ConnectAsync(user, password);
        await Assert.ThrowsAsync<NoAuthException>(() => other.GetAsync("/locked").Soon());
    }

    [Theory]
    [InlineData("super")]
    [InlineData("super:test")]
    [InlineData(":D/InIHSb7yEEbrWz8b9l71RjZJU=")]
    [InlineData("super:D/InIHSb7yEEbrWz8b9l71RjZJU=:x")]
    public void WhatIsNoDigest_IsRefused_AndNotRepeated(string digest)
    {
        var error = Assert.Throws<ArgumentException>(() => new ZkServerOptions { SuperDigest = digest }.Validate());
        Assert.Contains(nameof(ZkServerOptions.SuperDigest), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("test", error.Message, StringComparison.Ordinal);
    }

    private Task<IZkClient> ConnectAsync(string user, string password) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = _server.ConnectString, Auth = [ZkAuth.Digest(user, password)] }).Soon();
}
