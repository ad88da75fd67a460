using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Watches;

/// <summary>However many users a path has here, the server has one watch of a kind, until the last user leaves.</summary>
[Trait("Trap", "12")]
public class WatchSharingTests
{
    [Fact]
    public async Task PersistentWatch_OfTwoUsers_IsAddedOnceAndRemovedWithTheLast()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var first = await AddAsync(client, connection, "/a", WatchMode.Persistent);
        var second = await client.AddWatchAsync("/a", WatchMode.Persistent).Soon();
        await connection.EventAsync(WatchEventType.NodeDataChanged, "/a");
        Assert.Equal(WatchEventType.NodeDataChanged, (await first.Events.NextAsync()).Type);
        Assert.Equal(WatchEventType.NodeDataChanged, (await second.Events.NextAsync()).Type);

        await first.DisposeAsync();
        await first.Events.Completion.Soon();
        await connection.EventAsync(WatchEventType.NodeDeleted, "/a");
        Assert.Equal(WatchEventType.NodeDeleted, (await second.Events.NextAsync()).Type);
        await second.DisposeAsync();
        var removal = (await connection.ExpectAsync(OpCode.RemoveWatches)).As<RemoveWatchesRequest>();
        Assert.Equal(("/a", WatcherType.Any), (removal.Path, removal.Type));
        Assert.DoesNotContain(connection.Requests.SkipLast(1), request => request.OpCode == OpCode.RemoveWatches);
    }

    [Theory]
    [InlineData(WatchMode.Persistent)]
    [InlineData(WatchMode.PersistentRecursive)]
    public async Task OneShotWatches_UnderAPersistentOneOfTheSamePath_AreServedByIt(WatchMode mode)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var persistent = await AddAsync(client, connection, "/a", mode);
        var data = client.GetWatchedAsync("/a");
        var request = await connection.ExpectAsync(OpCode.GetData);
        Assert.False(request.As<GetDataRequest>().Watch);
        await connection.ReplyDataAsync(request);
        var children = client.GetChildrenWatchedAsync("/a");
        request = await connection.ExpectAsync(OpCode.GetChildren2);
        Assert.False(request.As<GetChildren2Request>().Watch);
        await connection.ReplyAsync(request.Xid, 1, new GetChildren2Response([], ScriptedSession.SomeStat));

        // The server keeps its watch as long as somebody here needs it.
        var dataWatch = (await data.Soon()).Watch;
        var childrenWatch = (await children.Soon()).Watch;
        await persistent.DisposeAsync();
        await connection.EventAsync(WatchEventType.NodeDataChanged, "/a");
        Assert.Equal(WatchEventType.NodeDataChanged, (await dataWatch.Fired.Soon()).Type);
        if (mode == WatchMode.Persistent) await connection.EventAsync(WatchEventType.NodeChildrenChanged, "/a");
        else await connection.EventAsync(WatchEventType.NodeCreated, "/a/b");
        var fired = await childrenWatch.Fired.Soon();
        Assert.Equal((WatchEventType.NodeChildrenChanged, "/a"), (fired.Type, fired.Path.Value));
        Assert.Equal(WatcherType.Any, (await connection.ExpectAsync(OpCode.RemoveWatches)).As<RemoveWatchesRequest>().Type);
    }

    [Fact]
    public async Task OneShotWatch_DisposedByTheLastUser_IsRemovedButNotUnderARequestForIt()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var first = await GetWatchedAsync(client, connection);
        var next = client.GetWatchedAsync("/a");
        var request = await connection.ExpectAsync(OpCode.GetData);
        await first.DisposeAsync();
        Assert.Equal(KeeperState.Closed, (await first.Fired.Soon()).State);
        await connection.ReplyDataAsync(request);
        var second = (await next.Soon()).Watch;
        await second.DisposeAsync();
        Assert.Equal(WatcherType.Data, (await connection.ExpectAsync(OpCode.RemoveWatches)).As<RemoveWatchesRequest>().Type);
        Assert.Equal(1, connection.Requests.Count(sent => sent.OpCode == OpCode.RemoveWatches));
    }

    [Fact]
    public async Task PersistentWatch_AddCancelledInFlight_IsRemovedFromTheServer()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        using var cancel = new CancellationTokenSource();
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent, cancel.Token);
        var request = await connection.ExpectAsync(OpCode.AddWatch);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.Soon());
        await connection.ReplyAsync(request.Xid, 1, new ErrorResponse(ErrorCode.Ok));
        Assert.Equal("/a", (await connection.ExpectAsync(OpCode.RemoveWatches)).As<RemoveWatchesRequest>().Path);
    }

    [Fact]
    public async Task PersistentWatch_SlowReader_GetsOneGapInPlaceOfWhatWasDropped()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { MaxQueuedWatchEvents = 3 });
        await using var _ = server.ClosingFirst(client);
        var watch = await AddAsync(client, connection, "/a", WatchMode.PersistentRecursive);
        for (var i = 0; i < 10; i++) await connection.EventAsync(WatchEventType.NodeCreated, $"/a/{i}");
        await SyncAsync(client, connection);
        for (var i = 0; i < 3; i++) Assert.Equal($"/a/{i}", (await watch.Events.NextAsync()).Path.Value);
        Assert.Equal(WatchGap.Overflow, (await watch.Events.NextAsync()).Gap);
        await connection.EventAsync(WatchEventType.NodeDeleted, "/a/1");
        Assert.Equal(WatchEventType.NodeDeleted, (await watch.Events.NextAsync()).Type);
    }

    [Fact]
    public async Task AddWatch_OlderServer_IsUnimplemented()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 1, ErrorCode.Unimplemented);
        await Assert.ThrowsAsync<UnimplementedException>(() => adding.Soon());
    }

    private static async Task<IZkOneShotWatch> GetWatchedAsync(IZkClient client, ScriptedConnection connection)
    {
        var reading = client.GetWatchedAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        return (await reading.Soon()).Watch;
    }

    private static async Task SyncAsync(IZkClient client, ScriptedConnection connection)
    {
        var sync = client.SyncAsync("/");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Sync)).Xid, 1, new SyncResponse("/"));
        await sync.Soon();
    }

    private static async Task<IZkPersistentWatch> AddAsync(IZkClient client, ScriptedConnection connection, string path, WatchMode mode)
    {
        var adding = client.AddWatchAsync(path, mode);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 30, new ErrorResponse(ErrorCode.Ok));
        return await adding.Soon();
    }
}
