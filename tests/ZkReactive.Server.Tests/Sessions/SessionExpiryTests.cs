using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tests.Sessions;

public sealed class SessionExpiryTests : ServerTest
{
    [Fact]
    public async Task ASilentSession_ExpiresWithItsEphemerals_AndItsConnectionCloses()
    {
        var owner = await ConnectAsync(timeoutMilliseconds: 4000);
        var watcher = await ConnectAsync(timeoutMilliseconds: 20_000);
        await owner.CreateAsync("/e", mode: CreateMode.Ephemeral);
        await watcher.ExistsAsync("/e", watch: true);

        Time.Advance(TimeSpan.FromSeconds(5));

        var happened = (await watcher.NextEventAsync()).As<WatcherEvent>();
        Assert.Equal((WatchEventType.NodeDeleted, "/e"), (happened.Type, happened.Path));
        Assert.Null(await owner.ReadAsync());
        Assert.Equal(1, Server.Statistics.Sessions);
        Assert.Equal(SessionId.None, (await ResumeAsync(owner)).Id);
    }

    [Fact]
    public async Task APing_KeepsTheSession()
    {
        var client = await ConnectAsync(timeoutMilliseconds: 4000);
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal(ErrorCode.Ok, await client.PingAsync());
        }
    }

    [Fact]
    public async Task AClientThatIsAway_KeepsItsSession_UntilTheTimeout()
    {
        var client = await ConnectAsync(timeoutMilliseconds: 4000);
        await client.CreateAsync("/e", mode: CreateMode.Ephemeral);
        await client.DisposeAsync();
        Time.Advance(TimeSpan.FromSeconds(3));

        var again = await ResumeAsync(client);

        Assert.Equal(client.Id, again.Id);
        Assert.Equal(ErrorCode.Ok, await again.ExistsAsync("/e"));
        Assert.Equal(client.Id.Value, (await again.StatAsync("/e")).EphemeralOwner);
    }

    [Fact]
    public async Task AConnectionThatNeverShakesHands_IsClosed()
    {
        var silent = await OpenAsync();
        var client = await ConnectAsync(timeoutMilliseconds: 20_000);
        // The handshake behind it shows that the first connection was accepted.
        Time.Advance(TimeSpan.FromSeconds(12));

        Assert.Empty(await silent.ReadToEndAsync());
        Assert.Equal(ErrorCode.Ok, await client.PingAsync());
    }

    [Fact]
    public async Task Containers_GoWhenTheirLastChildWent_AndNotBeforeTheirFirstCame()
    {
        var client = await ConnectAsync(timeoutMilliseconds: 20_000);
        var container = new CreateRequest("/used", null, Acl.OpenUnsafe, CreateMode.Container);
        await client.CallAsync(OpCode.CreateContainer, container);
        await client.CallAsync(OpCode.CreateContainer, container with { Path = "/new" });
        await client.CreateAsync("/used/child");
        await AdvanceToReapingAsync(client);
        Assert.Equal(ErrorCode.Ok, await client.ExistsAsync("/used", watch: true));

        await client.DeleteAsync("/used/child");
        await AdvanceToReapingAsync(client);

        Assert.Equal(ErrorCode.NoNode, await client.ExistsAsync("/used"));
        Assert.Equal(ErrorCode.Ok, await client.ExistsAsync("/new"));
        Assert.Equal([WatchEventType.NodeDeleted], (await client.EventsSoFarAsync()).Select(e => e.Type));
    }

    [Fact]
    public async Task TtlNodes_GoWhenNobodyTouchedThemForTheirTime()
    {
        var client = await ConnectAsync(timeoutMilliseconds: 20_000);
        await client.CallAsync(
            OpCode.CreateTtl, new CreateTtlRequest("/t", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 90_000));
        await AdvanceToReapingAsync(client);
        await client.SetAsync("/t", "again");
        await AdvanceToReapingAsync(client);
        Assert.Equal(ErrorCode.Ok, await client.ExistsAsync("/t"));

        await AdvanceToReapingAsync(client);

        Assert.Equal(ErrorCode.NoNode, await client.ExistsAsync("/t"));
    }

    [Fact]
    public async Task WhileSuspended_NothingExpires_AndAfterwardsEverybodyHasTheFullTimeout()
    {
        var client = await ConnectAsync(timeoutMilliseconds: 4000);
        await client.CreateAsync("/e", mode: CreateMode.Ephemeral);
        var endPoint = Server.EndPoint;

        await Server.SuspendAsync();
        Assert.Null(await client.ReadAsync());
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => ConnectAsync());
        Time.Advance(TimeSpan.FromMinutes(1));
        await Server.ResumeAsync();

        Assert.Equal(endPoint, Server.EndPoint);
        Time.Advance(TimeSpan.FromSeconds(3));
        var again = await ResumeAsync(client);
        Assert.Equal(client.Id, again.Id);
        Assert.Equal(["e", "zookeeper"], await again.ChildrenAsync("/"));
    }

    [Fact]
    public async Task StopAsync_ClosesEverything_AndMayBeCalledAgain()
    {
        var client = await ConnectAsync();
        await Server.StopAsync();
        await Server.StopAsync();

        Assert.Null(await client.ReadAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(Server.ResumeAsync);
    }

    // A minute in steps that keep the session alive.
    private async Task AdvanceToReapingAsync(TestKit.Wire.WireClient client)
    {
        for (var i = 0; i < 6; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(10));
            await client.PingAsync();
        }
    }
}
