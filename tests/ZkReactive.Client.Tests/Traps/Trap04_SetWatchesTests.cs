using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 4: watches are set again in batches a server takes, with what was seen; a persistent watch says that it was away.</summary>
public class Trap04_SetWatchesTests
{
    [Fact]
    public async Task Reconnect_OneShotWatches_AreSetAgainByKindWithTheLastZxid()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        await LeaveOneShotsAsync(client, connection);
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        var request = await again.ExpectAsync(OpCode.SetWatches);
        var watches = request.As<SetWatches>();
        Assert.Equal(Xids.SetWatches, request.Xid);
        Assert.Equal(new Zxid(40), watches.RelativeZxid);
        Assert.Equal(["/data", "/there"], watches.DataWatches.Order());
        Assert.Equal(["/missing"], watches.ExistWatches);
        Assert.Equal(["/children"], watches.ChildWatches);
    }

    [Fact]
    public async Task Reconnect_PersistentWatches_AreSetAgainAndSayThatTheyWereAway()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var plain = await AddAsync(client, connection, "/p", WatchMode.Persistent);
        var tree = await AddAsync(client, connection, "/t", WatchMode.PersistentRecursive);
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        var request = await again.ExpectAsync(OpCode.SetWatches2);
        Assert.Equal(Xids.SetWatches, request.Xid);
        Assert.Equal(["/p"], request.As<SetWatches2>().PersistentWatches);
        Assert.Equal(["/t"], request.As<SetWatches2>().PersistentRecursiveWatches);
        await again.ReplyAsync(request.Xid, 0);
        await again.EventAsync(WatchEventType.NodeCreated, "/t/x");
        Assert.Equal(WatchGap.Reconnected, (await plain.Events.NextAsync()).Gap);
        Assert.Equal(WatchGap.Reconnected, (await tree.Events.NextAsync()).Gap);
        Assert.Equal("/t/x", (await tree.Events.NextAsync()).Path.Value);
    }

    [Fact]
    public async Task NewSession_OneShotWatchesExpireAndPersistentOnesMoveOver()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var reading = client.GetWatchedAsync("/data");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        var oneShot = (await reading.Soon()).Watch;
        var tree = await AddAsync(client, connection, "/t", WatchMode.PersistentRecursive);
        connection.Reset();
        using (var expiring = await server.AcceptAsync())
        {
            await expiring.ReadConnectAsync();
            await expiring.ExpireAsync();
        }

        var fired = await oneShot.Fired.Soon();
        Assert.Equal((WatchEventType.None, KeeperState.Expired), (fired.Type, fired.State));
        var again = await server.AcceptSessionAsync(sessionId: 0x5678);
        var request = await again.ExpectAsync(OpCode.SetWatches2);
        Assert.Empty(request.As<SetWatches2>().DataWatches);
        Assert.Equal(["/t"], request.As<SetWatches2>().PersistentRecursiveWatches);
        Assert.Equal(WatchGap.NewSession, (await tree.Events.NextAsync()).Gap);
    }

    [Fact]
    public async Task Reconnect_ManyLongPaths_GoInBatchesBelow128KiBWithPersistentOnesLast()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        for (var i = 0; i < 150; i++)
        {
            var reading = client.ExistsWatchedAsync($"/{i:D4}-{new string('x', 1_000)}");
            await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Exists)).Xid, 40, ErrorCode.NoNode);
            await reading.Soon();
        }

        await AddAsync(client, connection, "/t", WatchMode.PersistentRecursive);
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        var first = await again.ExpectAsync(OpCode.SetWatches);
        var second = await again.ExpectAsync(OpCode.SetWatches2);
        Assert.InRange(first.Body.Length + RequestHeader.Size, 100_000, 128 * 1024);
        Assert.Equal(150, first.As<SetWatches>().ExistWatches.Count + second.As<SetWatches2>().ExistWatches.Count);
        Assert.Equal(["/t"], second.As<SetWatches2>().PersistentRecursiveWatches);
    }

    [Fact]
    public async Task Reconnect_SetWatchesIsNeverAnswered_CallsBehindItTimeOut()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { RequestTimeout = TimeSpan.FromSeconds(2) });
        await using var _ = server.ClosingFirst(client);
        var watching = client.GetWatchedAsync("/data");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await watching.Soon();
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        await again.ExpectAsync(OpCode.SetWatches);
        var error = await Assert.ThrowsAsync<ZkTimeoutException>(() => client.GetAsync("/b").Soon());
        Assert.Equal("a reply", error.Awaited);
    }

    [Fact]
    public async Task Reconnect_ServerWithoutSetWatches2_GetsTheOldOneAndPersistentWatchesEnd()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var reading = client.GetWatchedAsync("/data");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await reading.Soon();
        var tree = await AddAsync(client, connection, "/t", WatchMode.PersistentRecursive);
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        await again.ReplyAsync((await again.ExpectAsync(OpCode.SetWatches2)).Xid, 0, ErrorCode.Unimplemented);
        Assert.Equal(["/data"], (await again.ExpectAsync(OpCode.SetWatches)).As<SetWatches>().DataWatches);
        Assert.Equal(WatchGap.Reconnected, (await tree.Events.NextAsync()).Gap);
        await Assert.ThrowsAsync<UnimplementedException>(() => tree.Events.Completion.Soon());
    }

    private static async Task LeaveOneShotsAsync(IZkClient client, ScriptedConnection connection)
    {
        var data = client.GetWatchedAsync("/data");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await data.Soon();
        var there = client.ExistsWatchedAsync("/there");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Exists)).Xid, 30, new ExistsResponse(ScriptedSession.SomeStat));
        await there.Soon();
        var missing = client.ExistsWatchedAsync("/missing");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Exists)).Xid, 30, ErrorCode.NoNode);
        await missing.Soon();
        var children = client.GetChildrenWatchedAsync("/children");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.GetChildren2)).Xid, 40, new GetChildren2Response([], ScriptedSession.SomeStat));
        await children.Soon();
    }

    private static async Task<IZkPersistentWatch> AddAsync(IZkClient client, ScriptedConnection connection, string path, WatchMode mode)
    {
        var adding = client.AddWatchAsync(path, mode);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 30, new ErrorResponse(ErrorCode.Ok));
        return await adding.Soon();
    }
}
