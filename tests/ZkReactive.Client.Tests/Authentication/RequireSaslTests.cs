using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Client.Tests.Authentication;

/// <summary>A server that lets in only who authenticates with SASL.</summary>
public sealed class RequireSaslTests : IAsyncLifetime
{
    private ZkServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await ZkServer.StartAsync(new ZkServerOptions { SaslUsers = new Dictionary<string, string> { ["ann"] = "a" }, RequireSasl = true });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task WithItsPassword_AClientWorks()
    {
        await using var client = await ConnectAsync(ZkAuth.Sasl("ann", "a"));
        await client.CreateAsync("/a").Soon();
        Assert.True((await client.ExistsAsync("/a").Soon()).Exists);
    }

    [Fact]
    public async Task Without_OrWithAnotherScheme_EachCallIsRefusedByName()
    {
        await using var stranger = await ConnectAsync();
        await using var digest = await ConnectAsync(ZkAuth.Digest("ann", "a"));
        foreach (var client in new[] { stranger, digest })
        {
            var error = await Assert.ThrowsAsync<ZkServerException>(() => client.GetAsync("/").Soon());
            Assert.Equal("ZkSaslRequired", error.ErrorId);
        }
    }

    [Fact]
    public async Task WrongPassword_EndsTheClient() =>
        await Assert.ThrowsAsync<AuthFailedException>(() => ConnectAsync(ZkAuth.Sasl("ann", "b")));

    // Source: Apache ZooKeeper, AuthenticationHelper.enforceAuthentication.
    [Fact]
    public async Task OnTheWire_TheErrorComes_AndTheConnectionCloses()
    {
        await using var client = await WireClient.ConnectAsync(_server.EndPoint);
        var reply = await client.CallAsync(OpCode.Exists, new Protocol.Records.ExistsRequest("/", false));
        Assert.Equal((ErrorCode.SessionClosedRequireSaslAuth, Zxid.None), (reply.Header.Error, reply.Header.Zxid));
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public void WithoutUsers_TheServerDoesNotStart() =>
        Assert.Throws<ArgumentException>(() => new ZkServerOptions { RequireSasl = true }.Validate());

    private Task<IZkClient> ConnectAsync(params ZkAuth[] auth) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = _server.ConnectString, Auth = auth }).Soon();
}
