using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>A call that is given up never misaligns the replies behind it.</summary>
public class CancellationTests
{
    [Fact]
    public async Task Cancelled_InFlight_ThrowsWithTheCallersTokenAndItsReplyIsSwallowed()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        using var cancel = new CancellationTokenSource();
        var first = client.GetAsync("/a", cancel.Token);
        var second = client.GetAsync("/b");
        var requestOfFirst = await connection.ExpectAsync(OpCode.GetData);
        var requestOfSecond = await connection.ExpectAsync(OpCode.GetData);

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        Assert.Equal(cancel.Token, error.CancellationToken);

        await connection.ReplyDataAsync(requestOfFirst, "for nobody");
        await connection.ReplyDataAsync(requestOfSecond, "for b");
        Assert.Equal("for b", (await second.Soon()).Text());
    }

    [Fact]
    public async Task Cancelled_BeforeTheCall_SendsNothing()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DeleteAsync("/a", NodeVersion.Any, new CancellationToken(true)).Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SetAsync("/a", default, NodeVersion.Any, new CancellationToken(true)).Soon());
        var get = client.GetAsync("/b");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await get.Soon();
    }

    [Fact]
    public async Task Cancelled_WhileWaitingForAConnection_IsNotSentLater()
    {
        using var server = new ScriptedServer();
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = server.ConnectString });
        await using var _ = server.ClosingFirst(client);
        using var cancel = new CancellationTokenSource();
        var set = client.SetAsync("/a", default, NodeVersion.Any, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => set.Soon());

        var connection = await server.AcceptSessionAsync();
        var get = client.GetAsync("/b");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        await get.Soon();
    }

    [Fact]
    public async Task Deadline_NoReply_IsATimeoutThatSaysSoAndTheLateReplyIsSwallowed()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { TimeProvider = time, RequestTimeout = TimeSpan.FromSeconds(2) });
        await using var _ = server.ClosingFirst(client);
        await client.WaitForConnectionAsync().Soon();
        var late = client.SetAsync("/a", default, NodeVersion.Any);
        var request = await connection.ExpectAsync(OpCode.SetData);
        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<ZkTimeoutException>(() => late.Soon());
        Assert.Equal((TimeSpan.FromSeconds(2), "a reply", "/a"), (error.Allowed, error.Awaited, error.Path!.Value.Value));
        var next = client.GetAsync("/b");
        var requestOfNext = await connection.ExpectAsync(OpCode.GetData);
        await connection.ReplyAsync(request.Xid, 5, new SetDataResponse(ScriptedSession.SomeStat));
        await connection.ReplyDataAsync(requestOfNext, "b");
        Assert.Equal("b", (await next.Soon()).Text());
    }

    [Fact]
    public async Task Deadline_NoConnection_IsATimeoutThatSaysSo()
    {
        var time = new ManualTimeProvider();
        await using var client = ZkClient.Start(
            new ZkClientOptions { ConnectString = "127.0.0.1:1", TimeProvider = time, RequestTimeout = TimeSpan.FromSeconds(2) });
        var get = client.GetAsync("/a").AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a connection", (await Assert.ThrowsAsync<ZkTimeoutException>(() => get.Soon())).Awaited);
    }

    [Fact]
    public async Task Connect_NoServerThere_FailsWithEachAttempt()
    {
        var options = new ZkClientOptions { ConnectString = "127.0.0.1:1,127.0.0.1:2", ConnectTimeout = TimeSpan.FromSeconds(2) };
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options));
        Assert.Equal(["127.0.0.1:1", "127.0.0.1:2"], error.Attempts.Select(attempt => attempt.Server).Order());
        Assert.All(error.Attempts, attempt => Assert.Equal("ConnectionRefused", attempt.Reason));
    }
}
