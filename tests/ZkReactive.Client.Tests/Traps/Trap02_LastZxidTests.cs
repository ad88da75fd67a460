using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 2: only replies move the last zxid seen; and a client that is ahead of a restored ensemble finds out.</summary>
public class Trap02_LastZxidTests
{
    [Fact]
    public async Task Reconnect_AfterRepliesEventsAndPings_ReportsTheLastReplysZxid()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        Assert.Equal(Zxid.None, connection.Connect.LastZxidSeen);

        var get = client.GetAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), zxid: 10);
        await get.Soon();
        await connection.EventAsync(WatchEventType.NodeDataChanged, "/a", zxid: 50);
        await connection.ReplyAsync(Xids.Ping, 60);
        var missing = client.ExistsAsync("/b");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Exists)).Xid, 0, ErrorCode.NoNode);
        await missing.Soon();

        connection.Reset();
        using var next = await server.AcceptAsync();
        Assert.Equal(new Zxid(10), (await next.ReadConnectAsync()).LastZxidSeen);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(200, 0)]
    public async Task RefusedByEveryServerWithoutASession_AsksAsANewcomerAndComparesAfterASync(long zxidFound, int historyExpected)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { MaxReconnectDelay = TimeSpan.FromMilliseconds(20) });
        await using var _ = server.ClosingFirst(client);
        var get = client.GetAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), zxid: 100);
        await get.Soon();
        connection.Close();

        using (var expiring = await server.AcceptAsync())
        {
            await expiring.ReadConnectAsync();
            await expiring.ExpireAsync();
        }

        ScriptedConnection newcomer;
        while (true)
        {
            newcomer = await server.AcceptAsync();
            if ((await newcomer.ReadConnectAsync()).LastZxidSeen == Zxid.None) break;
            Assert.Equal(new Zxid(100), newcomer.Connect.LastZxidSeen);
            newcomer.Close();
        }

        await newcomer.GrantAsync(0x99);
        var sync = await newcomer.ExpectAsync(OpCode.Sync);
        await newcomer.ReplyAsync(sync.Xid, zxidFound, new SyncResponse("/"));
        var state = await client.WaitForAsync(state => state is { IsConnected: true, SessionNumber: 2 });
        Assert.Equal(historyExpected, state.HistoryNumber);
    }

    [Fact]
    public async Task RefusedWhileTheSessionMayLive_NeverAsksAsANewcomer()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { MaxReconnectDelay = TimeSpan.FromMilliseconds(20) });
        await using var _ = server.ClosingFirst(client);
        var get = client.GetAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), zxid: 100);
        await get.Soon();
        connection.Close();

        for (var i = 0; i < 10; i++)
        {
            using var refused = await server.AcceptAsync();
            Assert.Equal(new Zxid(100), (await refused.ReadConnectAsync()).LastZxidSeen);
        }
    }
}
