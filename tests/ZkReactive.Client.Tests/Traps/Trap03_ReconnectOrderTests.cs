using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 3: connect, credentials, watches, and only then the callers' requests.</summary>
public class Trap03_ReconnectOrderTests
{
    [Fact]
    public async Task Reconnect_WithCredentialsWatchesAndARequest_SendsThemInThatOrder()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { Auth = [ZkAuth.Digest("a", "1"), ZkAuth.Digest("b", "2")] });
        await using var _ = server.ClosingFirst(client);
        for (var i = 0; i < 2; i++) await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Auth)).Xid, 0);
        var reading = client.GetWatchedAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await reading.Soon();

        var pending = client.GetAsync("/b");
        await connection.ExpectAsync(OpCode.GetData);
        connection.Reset();
        var again = await server.AcceptSessionAsync();
        var first = await again.ExpectAsync(OpCode.Auth);
        var second = await again.ExpectAsync(OpCode.Auth);
        var watches = await again.ExpectAsync(OpCode.SetWatches);
        var request = await again.ExpectAsync(OpCode.GetData);

        Assert.Equal("a:1"u8.ToArray(), first.As<AuthPacket>().Auth!.Value.ToArray());
        Assert.Equal("b:2"u8.ToArray(), second.As<AuthPacket>().Auth!.Value.ToArray());
        Assert.Equal((Xids.Auth, Xids.Auth, Xids.SetWatches), (first.Xid, second.Xid, watches.Xid));
        Assert.Equal("/b", request.As<GetDataRequest>().Path);
        Assert.False(pending.IsCompleted);
    }

    [Fact]
    public async Task Status_IsConnectedOnlyWhenCredentialsAndWatchesAreAnswered()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { Auth = [ZkAuth.Digest("a", "1")] });
        await using var _ = server.ClosingFirst(client);
        var auth = await connection.ExpectAsync(OpCode.Auth);
        Assert.Equal(ZkSessionStatus.Connecting, client.Session.Status);
        Assert.False(client.WaitForConnectionAsync().IsCompleted);
        await connection.ReplyAsync(auth.Xid, 0);
        await client.WaitForConnectionAsync().Soon();
        Assert.Equal(ZkSessionStatus.Connected, client.Session.Status);
    }
}
