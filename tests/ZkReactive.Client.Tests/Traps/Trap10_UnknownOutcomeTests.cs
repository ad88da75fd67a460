using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 10: after a loss a write may have been done; a protected create finds out; a transaction names the culprit.</summary>
public class Trap10_UnknownOutcomeTests
{
    [Fact]
    public async Task ConnectionLost_WriteSent_FailsWithOutcomeUnknownAndReadsGoOn()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var set = client.SetAsync("/w", new byte[1], NodeVersion.Any);
        var get = client.GetAsync("/r");
        await connection.ExpectAsync(OpCode.SetData);
        await connection.ExpectAsync(OpCode.GetData);
        connection.Reset();

        var error = await Assert.ThrowsAsync<ConnectionLossException>(() => set.Soon());
        Assert.True(error.OutcomeUnknown);
        Assert.Equal("/w", error.Path!.Value.Value);
        var again = await server.AcceptSessionAsync();
        await again.ReplyDataAsync(await again.ExpectAsync(OpCode.GetData), "still");
        Assert.Equal("still", (await get.Soon()).Text());
    }

    [Fact]
    public async Task ConnectionLost_WriteNotSent_GoesOutOnTheNextConnection()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        connection.Reset();
        await client.WaitForAsync(ZkSessionStatus.Disconnected);
        var set = client.SetAsync("/w", new byte[1], NodeVersion.Any);

        var again = await server.AcceptSessionAsync();
        await again.ReplyAsync((await again.ExpectAsync(OpCode.SetData)).Xid, 1, new SetDataResponse(ScriptedSession.SomeStat));
        await set.Soon();
    }

    [Fact]
    public async Task ProtectedCreate_LostButDone_IsFoundAndNotRepeated()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var (create, name) = await LoseProtectedCreateAsync(client, connection, server);

        var again = await server.AcceptSessionAsync();
        await AnswerSearchAsync(again, ["other", name + "0000000003"], owner: 0x1234);
        Assert.Equal("/q/" + name + "0000000003", (await create.Soon()).Path.Value);
    }

    [Fact]
    public async Task ProtectedCreate_LostAndNotDone_IsSentAgainUnderTheSameName()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var (create, name) = await LoseProtectedCreateAsync(client, connection, server);

        var again = await server.AcceptSessionAsync();
        await AnswerSearchAsync(again, ["other"], owner: 0);
        var request = await again.ExpectAsync(OpCode.Create2);
        Assert.Equal("/q/" + name, request.As<CreateRequest>().Path);
        await again.ReplyAsync(request.Xid, 9, new Create2Response("/q/" + name + "0000000004", ScriptedSession.SomeStat));
        Assert.Equal("/q/" + name + "0000000004", (await create.Soon()).Path.Value);
    }

    [Fact]
    public async Task ProtectedCreate_LostAndTheSearchFails_SaysThatTheOutcomeIsUnknown()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var (create, name) = await LoseProtectedCreateAsync(client, connection, server);

        var again = await server.AcceptSessionAsync();
        await again.ReplyAsync((await again.ExpectAsync(OpCode.Sync)).Xid, 1, ErrorCode.SystemError);
        var error = await Assert.ThrowsAsync<ConnectionLossException>(() => create.Soon());
        Assert.True(error.OutcomeUnknown);
        Assert.Equal("/q/" + name, error.Path!.Value.Value);
    }

    [Fact]
    public async Task ProtectedCreate_DoneByASessionThatEnded_IsNotTakenForOurs()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var (create, name) = await LoseProtectedCreateAsync(client, connection, server);
        using (var expiring = await server.AcceptAsync())
        {
            await expiring.ReadConnectAsync();
            await expiring.ExpireAsync();
        }

        var again = await server.AcceptSessionAsync(sessionId: 0x5678);
        await AnswerSearchAsync(again, [name + "0000000003"], owner: 0x1234);
        var request = await again.ExpectAsync(OpCode.Create2);
        Assert.NotEqual("/q/" + name, request.As<CreateRequest>().Path);
        await again.ReplyAsync(request.Xid, 9, new Create2Response("/q/x0000000004", ScriptedSession.SomeStat));
        Assert.Equal("/q/x0000000004", (await create.Soon()).Path.Value);
    }

    [Fact]
    public async Task Multi_Failed_NamesTheCulpritAndNotTheInnocent()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var multi = client.MultiAsync([new ZkOperation.Check("/a", 1), new ZkOperation.Set("/b", new byte[1], 7), new ZkOperation.Delete("/c", 2)]);
        var request = await connection.ExpectAsync(OpCode.Multi);
        await connection.ReplyAsync(request.Xid, 9, new MultiResponse([
            new MultiResult.Failed(ErrorCode.Ok), new MultiResult.Failed(ErrorCode.BadVersion), new MultiResult.Failed(ErrorCode.RuntimeInconsistency)]));
        var error = await Assert.ThrowsAsync<MultiFailedException>(() => multi.Soon());
        Assert.Equal(1, error.Index);
        Assert.Equal(new NodeVersion(7), Assert.IsType<BadVersionException>(error.Cause).Expected);
        Assert.Equal("/b", error.Path!.Value.Value);
    }

    [Fact]
    public async Task Multi_Empty_IsAnsweredWithoutTheServer()
    {
        await using var client = ZkClient.Start(new ZkClientOptions { ConnectString = "127.0.0.1:1" });
        Assert.Empty(await client.MultiAsync([]));
    }

    [Fact]
    public async Task Dispose_SettlesEveryPendingCall()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        var sent = client.GetAsync("/a");
        await connection.ExpectAsync(OpCode.GetData);
        var closing = client.DisposeAsync();
        await connection.ExpectAsync(OpCode.CloseSession);
        connection.Close();
        await closing.Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sent.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAsync("/a").Soon());
    }

    private static async Task<(ValueTask<ZkCreated> Create, string Name)> LoseProtectedCreateAsync(
        IZkClient client, ScriptedConnection connection, ScriptedServer server)
    {
        var create = client.CreateAsync("/q/n-", mode: CreateMode.EphemeralSequential, options: new ZkCreateOptions { Protected = true });
        var path = (await connection.ExpectAsync(OpCode.Create2)).As<CreateRequest>().Path;
        Assert.StartsWith("/q/_c_", path, StringComparison.Ordinal);
        Assert.EndsWith("-n-", path, StringComparison.Ordinal);
        Assert.False(server.HasPending);
        connection.Reset();
        return (create, path["/q/".Length..]);
    }

    private static async Task AnswerSearchAsync(ScriptedConnection connection, string[] children, long owner)
    {
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Sync)).Xid, 5, new SyncResponse("/q"));
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.GetChildren2)).Xid, 5, new GetChildren2Response(children, ScriptedSession.SomeStat));
        if (owner == 0) return;
        var stat = ScriptedSession.SomeStat with { EphemeralOwner = owner };
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Exists)).Xid, 5, new ExistsResponse(stat));
    }
}
