using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 11: whose an ephemeral node is can be told; a parent that vanishes between two calls is made again.</summary>
public class Trap11_OwnerAndParentsTests
{
    [Fact]
    public async Task Exists_EphemeralNode_TellsOursFromAnothersAndFromContainers()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        foreach (var (owner, kind) in new[] { (0x1234L, NodeKind.Ephemeral), (0x99L, NodeKind.Ephemeral), (long.MinValue, NodeKind.Container), (0L, NodeKind.Persistent) })
        {
            var exists = client.ExistsAsync("/a");
            var request = await connection.ExpectAsync(OpCode.Exists);
            await connection.ReplyAsync(request.Xid, 5, new ExistsResponse(ScriptedSession.SomeStat with { EphemeralOwner = owner }));
            var stat = (await exists.Soon()).Stat!.Value;
            Assert.Equal(kind, stat.Kind);
            Assert.Equal(owner == 0x1234, stat.Kind == NodeKind.Ephemeral && stat.EphemeralOwner == client.Session.Id.Value);
        }
    }

    [Fact]
    public async Task Create_ParentVanishesInBetween_MakesItAgain()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var create = client.CreateAsync("/a/b/c", options: new ZkCreateOptions { CreateParents = true });

        for (var round = 0; round < 2; round++)
        {
            await AnswerAsync("/a/b/c", OpCode.Create2, ErrorCode.NoNode);
            await AnswerAsync("/a/b", OpCode.Create, ErrorCode.NoNode);
            await AnswerAsync("/a", OpCode.Create, round == 0 ? ErrorCode.Ok : ErrorCode.NodeExists);
            await AnswerAsync("/a/b", OpCode.Create, ErrorCode.Ok);
        }

        await AnswerAsync("/a/b/c", OpCode.Create2, ErrorCode.Ok);
        Assert.Equal("/a/b/c", (await create.Soon()).Path.Value);

        async Task AnswerAsync(string path, OpCode opCode, ErrorCode error)
        {
            var request = await connection.ExpectAsync(opCode);
            Assert.Equal(path, request.As<CreateRequest>().Path);
            if (error != ErrorCode.Ok) await connection.ReplyAsync(request.Xid, 5, error);
            else if (opCode == OpCode.Create) await connection.ReplyAsync(request.Xid, 5, new CreateResponse(path));
            else await connection.ReplyAsync(request.Xid, 5, new Create2Response(path, ScriptedSession.SomeStat));
        }
    }

    [Fact]
    public async Task Create_ServerWithoutCreate2ThatClosesBehindItsAnswer_IsMadeOnTheNextConnection()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var creating = client.CreateAsync("/a");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Create2)).Xid, 5, ErrorCode.Unimplemented);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        connection.Reset();

        var again = await server.AcceptSessionAsync();
        var request = await again.ExpectAsync(OpCode.Create);
        await again.ReplyAsync(request.Xid, 6, new CreateResponse("/a"));
        Assert.Equal("/a", (await creating.Soon()).Path.Value);
    }

    [Fact]
    public async Task Create_ServerWithoutCreate2_FallsBackAndRemembers()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var create = client.CreateAsync("/a");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Create2)).Xid, 5, ErrorCode.Unimplemented);
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Create)).Xid, 6, new CreateResponse("/a"));
        Assert.Equal(new ZkCreated("/a", null, new Zxid(6)), await create.Soon());

        create = client.CreateAsync("/b");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.Create)).Xid, 7, new CreateResponse("/b"));
        await create.Soon();
    }
}
