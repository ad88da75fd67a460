using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Calls;

/// <summary>multiRead against servers that do not know it, or answer oddly.</summary>
public sealed class MultiReadTests : IDisposable
{
    private readonly ScriptedServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task MultiRead_OldServer_IsFoundOutOnceAndReadsGoAlone()
    {
        var (client, connection) = await _server.OpenAsync();
        await using var closing = _server.ClosingFirst(client);
        var first = client.MultiReadAsync([new ZkRead.Data("/a"), new ZkRead.Children("/b")]).AsTask();
        var other = client.MultiReadAsync([new ZkRead.Data("/c"), new ZkRead.Data("/d")]).AsTask();

        // A server before 3.6 refuses what it does not know and closes the connection.
        var refused = await connection.ExpectAsync(OpCode.MultiRead);
        await connection.ReplyAsync(refused.Xid, 0, ErrorCode.Unimplemented);
        connection.Close();
        connection = await _server.AcceptSessionAsync();
        for (var i = 0; i < 4; i++) await AnswerSingleAsync(connection);

        Assert.Equal("/a /b:x,y", Text(await first.Soon()));
        Assert.Equal("/c /d", Text(await other.Soon()));

        var later = client.MultiReadAsync([new ZkRead.Data("/e"), new ZkRead.Data("/f")]).AsTask();
        for (var i = 0; i < 2; i++) await AnswerSingleAsync(connection);
        Assert.Equal("/e /f", Text(await later.Soon()));
        Assert.DoesNotContain(connection.Requests, request => request.OpCode == OpCode.MultiRead);
    }

    [Fact]
    public async Task MultiRead_ReplyTooLarge_IsCutAndTheReadThatIsTooLargeAloneFailsAlone()
    {
        var (client, connection) = await _server.OpenAsync(new ZkClientOptions { MaxPacketBytes = 2048 });
        await using var closing = _server.ClosingFirst(client);
        var reading = client.MultiReadAsync([new ZkRead.Data("/a"), new ZkRead.Data("/b"), new ZkRead.Data("/c"), new ZkRead.Data("/d")]).AsTask();
        var batches = new List<string>();
        while (!reading.IsCompleted)
        {
            var next = await Task.WhenAny(reading, connection.ReadAsync());
            if (next is not Task<ScriptedRequest> asked) break;
            batches.Add(await AnswerAsync(connection, await asked));
        }

        var results = await reading.Soon();
        Assert.Equal("/a ZkReplyTooLarge:/b /c /d", Text(results));
        Assert.Contains("/b", batches);
    }

    [Fact]
    public async Task MultiRead_TooFewResults_IsAProtocolError()
    {
        var (client, connection) = await _server.OpenAsync();
        await using var closing = _server.ClosingFirst(client);
        var reading = client.MultiReadAsync([new ZkRead.Data("/a"), new ZkRead.Data("/b")]).AsTask();
        var asked = await connection.ExpectAsync(OpCode.MultiRead);
        await connection.ReplyAsync(asked.Xid, 9, new MultiResponse([new MultiResult.Failed(ErrorCode.NoNode)]));
        Assert.Equal("ZkBadReply", (await Assert.ThrowsAsync<ZkProtocolException>(() => reading.Soon())).ErrorId);
    }

    /// <summary>Answers as a server whose node /b has 4,000 bytes and all others 300.</summary>
    private static async Task<string> AnswerAsync(ScriptedConnection connection, ScriptedRequest request)
    {
        if (request.OpCode == OpCode.GetData)
        {
            var path = request.As<GetDataRequest>().Path;
            await connection.ReplyAsync(request.Xid, 9, new GetDataResponse(DataOf(path), ScriptedSession.SomeStat));
            return path;
        }

        var paths = request.As<MultiRequest>().Operations.Select(operation => operation.Path).ToList();
        await connection.ReplyAsync(
            request.Xid, 9, new MultiResponse([.. paths.Select(path => new MultiResult.Data(new GetDataResponse(DataOf(path), ScriptedSession.SomeStat)))]));
        return string.Join(' ', paths);

        static byte[] DataOf(string path) => new byte[path == "/b" ? 4000 : 300];
    }

    private static async Task AnswerSingleAsync(ScriptedConnection connection)
    {
        var request = await connection.ReadAsync();
        if (request.OpCode == OpCode.GetChildren2) await connection.ReplyAsync(request.Xid, 9, new GetChildren2Response(["x", "y"], ScriptedSession.SomeStat));
        else await connection.ReplyDataAsync(request);
    }

    private static string Text(IReadOnlyList<ZkReadResult> results) => string.Join(' ', results.Select(result => result switch
    {
        ZkReadResult.Children children => $"{children.Path}:{string.Join(',', children.Names)}",
        ZkReadResult.Failed failed => $"{failed.Error.ErrorId}:{failed.Path}",
        _ => $"{result.Path}",
    }));
}
