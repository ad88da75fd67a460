using ZkReactive.Protocol;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Proxies;

/// <summary>What tests of faults rely on.</summary>
public sealed class ZkProxyTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(ProxyAction.ExpireBefore)]
    [InlineData(ProxyAction.ExpireAfter)]
    public async Task SessionIsEnded_ClientHearsOfItOnlyAfterwards(ProxyAction action)
    {
        using var server = new ScriptedServer();
        await using var proxy = ZkProxy.Start(server.ConnectString);
        var left = 1;
        proxy.Rule = _ => left-- > 0 ? action : ProxyAction.Forward;
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = proxy.ConnectString });
        await using var closing = server.ClosingFirst(client);
        var connection = await server.AcceptSessionAsync(7);
        await client.WaitForAsync(ZkSessionStatus.Connected);
        var asked = client.ExistsAsync("/a");
        var disconnected = client.WaitForAsync(ZkSessionStatus.Disconnected);

        // The server drops the first connection as soon as the session has been taken over.
        var taker = await server.AcceptAsync();
        Assert.Equal(new SessionId(7), (await taker.ReadConnectAsync()).SessionId);
        connection.Close();
        await taker.GrantAsync(7);
        var close = await taker.ExpectAsync(OpCode.CloseSession);
        await Task.WhenAny(disconnected, Task.Delay(Grace, TimeProvider.System));
        Assert.False(disconnected.IsCompleted);

        await taker.ReplyAsync(close.Xid, 1);
        await disconnected;
        var back = await server.AcceptAsync();
        Assert.Equal(new SessionId(7), (await back.ReadConnectAsync()).SessionId);
        await back.ExpireAsync();
        var next = await server.AcceptSessionAsync(8);
        await next.ReplyAsync((await next.ExpectAsync(OpCode.Exists)).Xid, 2, ErrorCode.NoNode);
        Assert.Null((await asked.Soon()).Stat);
    }
}
