using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 1: a caller never sees newer data before the event that tells of it.</summary>
public class Trap01_EventOrderTests
{
    [Fact]
    public async Task OneShotWatch_EventBeforeAReply_HasFiredWhenTheReplyReturns()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var reading = client.GetWatchedAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        var watched = await reading.Soon();

        for (var i = 0; i < 50; i++)
        {
            var next = client.GetAsync("/a");
            var request = await connection.ExpectAsync(OpCode.GetData);
            byte[] both =
            [
                .. ScriptedConnection.Frame(new ReplyHeader(-1, new Zxid(-1), ErrorCode.Ok), new WatcherEvent(WatchEventType.NodeDataChanged, KeeperState.SyncConnected, "/a")),
                .. ScriptedConnection.Frame(new ReplyHeader(request.Xid, new Zxid(7), ErrorCode.Ok), new GetDataResponse([1], ScriptedSession.SomeStat)),
            ];
            await connection.WriteRawAsync(both);
            await next.Soon();
            Assert.True(watched.Watch.Fired.IsCompleted);
            Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired).Type);

            reading = client.GetWatchedAsync("/a");
            await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
            watched = await reading.Soon();
        }
    }

    [Fact]
    public async Task PersistentWatch_EventBeforeAReply_IsQueuedWhenTheReplyReturns()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 1, new ErrorResponse(ErrorCode.Ok));
        var watch = await adding.Soon();

        var set = client.SetAsync("/a", new byte[1], NodeVersion.Any);
        var request = await connection.ExpectAsync(OpCode.SetData);
        await connection.EventAsync(WatchEventType.NodeDataChanged, "/a");
        await connection.ReplyAsync(request.Xid, 2, new SetDataResponse(ScriptedSession.SomeStat));
        await set.Soon();
        Assert.True(watch.Events.TryRead(out var happened));
        Assert.Equal(WatchEventType.NodeDataChanged, happened.Type);
    }
}
