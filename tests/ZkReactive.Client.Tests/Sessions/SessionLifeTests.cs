using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Sessions;

public class SessionLifeTests
{
    [Fact]
    public async Task Session_ResumedAndExpired_IsCountedAndPublished()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var first = await client.WaitForAsync(ZkSessionStatus.Connected);
        Assert.Equal((1, 1, new SessionId(0x1234)), (first.SessionNumber, first.ConnectionNumber, first.Id));
        Assert.Equal(server.EndPoint, first.Server);

        connection.Reset();
        var again = await server.AcceptAsync();
        Assert.Equal(new SessionId(0x1234), (await again.ReadConnectAsync()).SessionId);
        await again.GrantAsync(0x1234);
        var second = await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: 2 });
        Assert.Equal(1, second.SessionNumber);

        again.Reset();
        using (var expiring = await server.AcceptAsync())
        {
            await expiring.ReadConnectAsync();
            await expiring.ExpireAsync();
        }

        var fresh = await server.AcceptAsync();
        Assert.Equal(SessionId.None, (await fresh.ReadConnectAsync()).SessionId);
        await fresh.GrantAsync(0x5678);
        var third = await client.WaitForAsync(state => state is { IsConnected: true, SessionNumber: 2 });
        Assert.Equal((3, new SessionId(0x5678)), (third.ConnectionNumber, third.Id));
    }

    [Fact]
    public async Task SilentServer_IsPingedAtAThirdAndLeftAtTwoThirds()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { TimeProvider = time }, timeoutMilliseconds: 6_000);
        await using var _ = server.ClosingFirst(client);
        await client.WaitForConnectionAsync().Soon();
        connection.AnswersPings = false;

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Xids.Ping, (await connection.ExpectAsync(OpCode.Ping)).Xid);
        time.Advance(TimeSpan.FromSeconds(2));
        await connection.WaitForCloseAsync();
        await client.WaitForAsync(ZkSessionStatus.Disconnected);
    }

    [Fact]
    public async Task CutOff_ForFourThirdsOfTheTimeout_ExpiresHereAndOpensANewSession()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { TimeProvider = time }, timeoutMilliseconds: 6_000);
        await using var _ = server.ClosingFirst(client);
        var reading = client.GetWatchedAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        var watch = (await reading.Soon()).Watch;

        time.Advance(TimeSpan.FromSeconds(1.5));
        connection.Reset();
        await client.WaitForAsync(ZkSessionStatus.Disconnected);
        var stale = await server.AcceptAsync();
        Assert.Equal(new SessionId(0x1234), (await stale.ReadConnectAsync()).SessionId);
        Assert.False(watch.Fired.IsCompleted);

        for (var i = 0; i < 7; i++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(KeeperState.Expired, (await watch.Fired.Soon()).State);
        await client.WaitForAsync(ZkSessionStatus.Expired);
        var fresh = await AcceptNewSessionAsync(server, time);
        await fresh.GrantAsync(0x5678);
        Assert.Equal(2, (await client.WaitForAsync(ZkSessionStatus.Connected)).SessionNumber);
    }

    [Fact]
    public async Task WrongCredentials_GiveUpAndFailEveryCall()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(new ZkClientOptions { Auth = [ZkAuth.Digest("a", "wrong")] });
        await using var _ = server.ClosingFirst(client);
        var pending = client.GetAsync("/a");
        var waiting = client.WaitForConnectionAsync();
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Auth)).Xid, 0, ErrorCode.AuthFailed);

        Assert.Equal("digest", (await Assert.ThrowsAsync<AuthFailedException>(() => waiting.Soon())).Scheme);
        await Assert.ThrowsAsync<AuthFailedException>(() => pending.Soon());
        await Assert.ThrowsAsync<AuthFailedException>(() => client.GetAsync("/a").Soon());
        await Assert.ThrowsAsync<AuthFailedException>(() => client.WaitForConnectionAsync().Soon());
        Assert.Equal(ZkSessionStatus.AuthFailed, client.Session.Status);
        Assert.DoesNotContain("wrong", client.Session.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAuth_IsAnsweredAndGivenAgainAfterAReconnect()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        await client.WaitForConnectionAsync().Soon();
        var adding = client.AddAuthAsync(ZkAuth.Digest("a", "1"));
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Auth)).Xid, 0);
        await adding.Soon();
        connection.Reset();
        var again = await server.AcceptSessionAsync();
        Assert.Equal("digest", (await again.ExpectAsync(OpCode.Auth)).As<AuthPacket>().Scheme);
    }

    [Fact]
    public async Task ExpiredReply_FailsTheWriteWithTheSession()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var set = client.SetAsync("/a", default, NodeVersion.Any);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.SetData)).Xid, 0, ErrorCode.SessionExpired);
        var error = await Assert.ThrowsAsync<SessionExpiredException>(() => set.Soon());
        Assert.Equal((new SessionId(0x1234), TimeSpan.FromSeconds(10)), (error.SessionId, error.Timeout));
    }

    [Fact]
    public async Task Dispose_TellsTheServerCompletesStatesAndEndsWatches_MoreThanOnce()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        var completed = new TaskCompletionSource();
        using var states = client.SessionStates.Subscribe(_ => { }, completed.SetResult);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.AddWatch)).Xid, 1, new ErrorResponse(ErrorCode.Ok));
        var watch = await adding.Soon();
        var reading = client.GetWatchedAsync("/b");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData));
        var oneShot = (await reading.Soon()).Watch;

        var closing = client.DisposeAsync().AsTask();
        var second = client.DisposeAsync().AsTask();
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.CloseSession)).Xid, 2);
        await Task.WhenAll(closing, second).Soon();
        await completed.Task.Soon();
        await watch.Events.Completion.Soon();
        Assert.Equal(KeeperState.Closed, (await oneShot.Fired.Soon()).State);
        Assert.Equal(ZkSessionStatus.Closed, client.Session.Status);
        await connection.WaitForCloseAsync();
    }

    private static async Task<ScriptedConnection> AcceptNewSessionAsync(ScriptedServer server, ManualTimeProvider time)
    {
        while (true)
        {
            while (!server.HasPending)
            {
                await Task.Yield();
                time.Advance(TimeSpan.FromMilliseconds(50));
            }

            var connection = await server.AcceptAsync();
            if ((await connection.ReadConnectAsync()).SessionId == SessionId.None) return connection;
            connection.Close();
        }
    }
}
