using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>Calls pile up to the limit and no further, whatever they wait for.</summary>
public class PendingLimitTests
{
    [Fact]
    public async Task CallAboveTheLimit_InFlight_FailsAtOnceAndTheOthersAreAnswered()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { MaxPendingRequests = 2 });
        await using var _ = server.ClosingFirst(client);
        await client.WaitForConnectionAsync().Soon();
        var first = client.GetAsync("/a");
        var second = client.GetAsync("/b");
        var error = await Assert.ThrowsAsync<TooManyRequestsException>(() => client.SetAsync("/c", default, NodeVersion.Any).Soon());
        Assert.Equal(("ZkTooManyRequests", true, 2, "Set", (ZkPath)"/c"), (error.ErrorId, error.IsTransient, error.Pending, error.Operation, error.Path!.Value));
        Assert.Equal(
            "Set /c was not sent: 2 calls are pending already, the limit (MaxPendingRequests) is 2. Await some of them before making more, or raise the limit.",
            error.Message);

        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "a");
        Assert.Equal("a", (await first.Soon()).Text());
        var third = client.GetAsync("/d");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "b");
        var request = await connection.ExpectAsync(OpCode.GetData);
        Assert.Equal("/d", request.As<GetDataRequest>().Path);
        await connection.ReplyDataAsync(request, "d");
        Assert.Equal(("b", "d"), ((await second.Soon()).Text(), (await third.Soon()).Text()));
    }

    [Fact]
    public async Task CallAboveTheLimit_WithoutAConnection_FailsAtOnce()
    {
        using var server = new ScriptedServer();
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = server.ConnectString, MaxPendingRequests = 2 });
        await using var _ = server.ClosingFirst(client);
        var first = client.GetAsync("/a").AsTask();
        var second = client.GetAsync("/b").AsTask();
        await Assert.ThrowsAsync<TooManyRequestsException>(() => client.GetAsync("/c").Soon());
        Assert.False(first.IsCompleted || second.IsCompleted);
    }

    [Fact]
    public async Task CallsGivenUpWhileTheyWaited_TakeNoPlace()
    {
        using var server = new ScriptedServer();
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = server.ConnectString, MaxPendingRequests = 2 });
        await using var _ = server.ClosingFirst(client);
        using var cancel = new CancellationTokenSource();
        var stays = client.GetAsync("/a");
        var goes = client.GetAsync("/b", cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goes.Soon());
        var comes = client.GetAsync("/c");

        var connection = await server.AcceptSessionAsync();
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "c");
        Assert.Equal(("a", "c"), ((await stays.Soon()).Text(), (await comes.Soon()).Text()));
    }
}
