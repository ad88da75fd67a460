using System.Buffers.Binary;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 9: the packet limit is inclusive both ways and has errors of its own; replies out of order end the connection.</summary>
public class Trap09_FramesTests
{
    private const int Limit = 2_048;

    // Header 16, length of the data 4, stat 68.
    private const int LargestData = Limit - 16 - 4 - Stat.Size;

    // Header 8, path "/a" 6, length of the data 4, version 4.
    private const int LargestSet = Limit - 8 - 6 - 4 - 4;

    private static readonly ZkClientOptions Options = new() { MaxPacketBytes = Limit };

    [Fact]
    public async Task Reply_OfExactlyTheLimit_IsTaken()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(Options);
        await using var _ = server.ClosingFirst(client);
        var get = client.GetAsync("/a");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.GetData)).Xid, 1, new GetDataResponse(new byte[LargestData], ScriptedSession.SomeStat));
        Assert.Equal(LargestData, (await get.Soon()).Data.Length);
    }

    [Theory]
    [InlineData(LargestData + 1, false)]
    [InlineData(5_000_000, false)]
    [InlineData(3_000, true)]
    public async Task Reply_AboveTheLimit_FailsItsCallOnlyAndTheConnectionLivesOn(int bytes, bool byteByByte)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(Options);
        await using var _ = server.ClosingFirst(client);
        connection.SendsByteByByte = byteByByte;
        var before = client.GetAsync("/a");
        var tooLarge = client.GetAsync("/big");
        var after = client.GetAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "before");
        await connection.ReplyAsync((await connection.ExpectAsync(OpCode.GetData)).Xid, 1, new GetDataResponse(new byte[bytes], ScriptedSession.SomeStat));
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "after");

        Assert.Equal("before", (await before.Soon()).Text());
        var error = await Assert.ThrowsAsync<ZkProtocolException>(() => tooLarge.Soon());
        Assert.Equal(("ZkReplyTooLarge", "/big"), (error.ErrorId, error.Path!.Value.Value));
        Assert.Contains("2,048", error.Message, StringComparison.Ordinal);
        Assert.Equal("after", (await after.Soon()).Text());
        Assert.Equal(1, client.Session.ConnectionNumber);
    }

    [Fact]
    public async Task Request_OfExactlyTheLimit_IsSentAndOneByteMoreIsRefused()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(Options);
        await using var _ = server.ClosingFirst(client);
        var refused = client.SetAsync("/a", new byte[LargestSet + 1], NodeVersion.Any);
        var error = await Assert.ThrowsAsync<ZkProtocolException>(() => refused.Soon());
        Assert.Equal(("ZkPacketTooLarge", "Set", "/a"), (error.ErrorId, error.Operation, error.Path!.Value.Value));

        var set = client.SetAsync("/a", new byte[LargestSet], NodeVersion.Any);
        var request = await connection.ExpectAsync(OpCode.SetData);
        Assert.Equal(Limit, request.Body.Length + RequestHeader.Size);
        await connection.ReplyAsync(request.Xid, 1, new SetDataResponse(ScriptedSession.SomeStat));
        await set.Soon();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-6)]
    public async Task Reply_OutOfOrder_EndsTheConnectionAndTheReadIsSentAgain(int offset)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var get = client.GetAsync("/a");
        var request = await connection.ExpectAsync(OpCode.GetData);
        await connection.ReplyDataAsync(request with { Xid = request.Xid + offset }, "wrong");

        var again = await server.AcceptSessionAsync();
        await connection.WaitForCloseAsync();
        await again.ReplyDataAsync(await again.ExpectAsync(OpCode.GetData), "right");
        Assert.Equal("right", (await get.Soon()).Text());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task Frame_OfAnImpossibleLength_EndsTheConnection(int length)
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var bytes = new byte[20];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        bytes[4] = 0x7f;
        await connection.WriteRawAsync(bytes);
        await server.AcceptSessionAsync();
        await connection.WaitForCloseAsync();
    }

    [Fact]
    public async Task Replies_ByteByByte_AreUnderstood()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        connection.SendsByteByByte = true;
        for (var i = 0; i < 5; i++)
        {
            var get = client.GetAsync("/a");
            await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), $"text {i}");
            Assert.Equal($"text {i}", (await get.Soon()).Text());
        }
    }

    [Fact]
    public async Task Reply_CutShort_EndsTheConnectionAndFailsTheCall()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var get = client.GetAsync("/a");
        var request = await connection.ExpectAsync(OpCode.GetData);
        await connection.ReplyAsync(request.Xid, 1, new ErrorResponse(ErrorCode.Ok));
        var error = await Assert.ThrowsAsync<ZkProtocolException>(() => get.Soon());
        Assert.Equal("ZkBadReply", error.ErrorId);
        await server.AcceptSessionAsync();
    }
}
