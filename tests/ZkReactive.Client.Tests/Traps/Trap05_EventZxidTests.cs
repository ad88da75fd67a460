using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 5: events carry a zxid from 3.9 servers only; -1 from older ones must not look like a transaction.</summary>
public class Trap05_EventZxidTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(77, 77)]
    public async Task Event_CarriesTheServersZxidOrNone(long sent, long expected)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var adding = client.AddWatchAsync("/t", WatchMode.PersistentRecursive);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 30, new ErrorResponse(ErrorCode.Ok));
        var watch = await adding.Soon();
        await connection.EventAsync(WatchEventType.NodeCreated, "/t/a", sent);
        Assert.Equal(new Zxid(expected), (await watch.Events.NextAsync()).Zxid);
    }
}
