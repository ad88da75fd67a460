using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Client.Tests.Authentication;

public sealed class SaslTests : IAsyncLifetime
{
    private static readonly Acl[] AnnOnly = [new Acl(Permissions.All, "sasl", "ann")];

    private ZkServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await ZkServer.StartAsync(new ZkServerOptions { SaslUsers = new Dictionary<string, string> { ["ann"] = "geheim: \"ja\"", ["böb"] = "ключ" } });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task RightPassword_IsKnownToTheServer_AlsoOnTheNextConnection()
    {
        await using var client = ZkClient.Start(Options(ZkAuth.Sasl("ann", "geheim: \"ja\"")));

        // Called before there is a connection: it goes out as ann, not before.
        var created = await client.CreateAsync("/mine", options: new ZkCreateOptions { Acl = AnnOnly }).Soon();
        var watched = await client.GetWatchedAsync("/mine").Soon();
        Assert.Contains(new ZkIdentity("sasl", "ann"), await client.WhoAmIAsync().Soon());
        var reads = new List<Task>();
        for (var round = 2; round <= 4; round++)
        {
            _server.Faults.DropConnections();
            reads.AddRange(Enumerable.Range(0, 20).Select(_ => client.GetAsync(created.Path).AsTask()));
            await client.WaitForAsync(state => state.IsConnected && state.ConnectionNumber >= round);
        }

        await Task.WhenAll(reads).Soon();
        await client.SetAsync("/mine", default, NodeVersion.Any).Soon();
        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);
        Assert.Equal(1, client.Session.SessionNumber);
    }

    [Fact]
    public async Task NamesBeyondLatin_AreTakenAsUtf8()
    {
        await using var client = await ZkClient.ConnectAsync(Options(ZkAuth.Sasl("böb", "ключ"))).Soon();
        Assert.Contains(new ZkIdentity("sasl", "böb"), await client.WhoAmIAsync().Soon());
        await using var stranger = await ZkClient.ConnectAsync(Options()).Soon();
        await client.CreateAsync("/b", options: new ZkCreateOptions { Acl = Acl.CreatorAll }).Soon();
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.GetAsync("/b").Soon());
    }

    [Fact]
    public async Task AddAuth_OnALivingConnection_Authenticates_Once()
    {
        await using var client = await ZkClient.ConnectAsync(Options()).Soon();
        await Assert.ThrowsAsync<InvalidAclException>(() => client.CreateAsync("/x", options: new ZkCreateOptions { Acl = Acl.CreatorAll }).Soon());
        await client.AddAuthAsync(ZkAuth.Sasl("ann", "geheim: \"ja\"")).Soon();
        await client.CreateAsync("/x", options: new ZkCreateOptions { Acl = Acl.CreatorAll }).Soon();
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.AddAuthAsync(ZkAuth.Sasl("ann", "again")).Soon());
    }

    [Theory]
    [InlineData("ann", "wrong")]
    [InlineData("nobody", "geheim: \"ja\"")]
    public async Task WrongPassword_EndsTheClient(string user, string password)
    {
        var error = await Assert.ThrowsAsync<AuthFailedException>(() => ZkClient.ConnectAsync(Options(ZkAuth.Sasl(user, password))).Soon());
        Assert.Contains("'sasl'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerWithoutUsers_SaysSo()
    {
        await using var plain = await ZkServer.StartAsync();
        var options = new ZkClientOptions { ConnectString = plain.ConnectString, Auth = [ZkAuth.Sasl("ann", "x")] };
        var error = await Assert.ThrowsAsync<AuthFailedException>(() => ZkClient.ConnectAsync(options).Soon());
        Assert.Contains("not set up for SASL", error.Message, StringComparison.Ordinal);
        await using var other = await ZkClient.ConnectAsync(plain.ConnectString).Soon();
        await Assert.ThrowsAsync<InvalidAclException>(() => other.CreateAsync("/mine", options: new ZkCreateOptions { Acl = AnnOnly }).Soon());
    }

    [Fact]
    public void Options_TwoSaslCredentials_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Options(ZkAuth.Sasl("a", "1"), ZkAuth.Sasl("b", "2")).Validate());

    private ZkClientOptions Options(params ZkAuth[] auth) => new() { ConnectString = _server.ConnectString, Auth = auth };
}
