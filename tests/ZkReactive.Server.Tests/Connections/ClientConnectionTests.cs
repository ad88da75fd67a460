using System.Buffers.Binary;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tests.Connections;

public sealed class ClientConnectionTests : ServerTest
{
    protected override ZkServerOptions Options => base.Options with { MaxPacketBytes = 100_000, MaxConnectionsPerAddress = 4, MaxBacklogBytes = 64 * 1024 };

    [Fact]
    public async Task ManyRequestsInOneWrite_AreAnsweredInOrder()
    {
        var client = await ConnectAsync();
        using var buffer = new FrameBuffer();
        for (var xid = 1; xid <= 5000; xid++) buffer.Append(new RequestHeader(xid, OpCode.GetData), new GetDataRequest("/zookeeper", false));
        await client.SendBytesAsync(buffer.WrittenMemory.ToArray());

        for (var xid = 1; xid <= 5000; xid++) Assert.Equal(xid, (await client.ReadReplyAsync()).Header.Xid);
    }

    [Fact]
    public async Task ARequestInSingleBytes_IsServed()
    {
        var client = await ConnectAsync();
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(7, OpCode.GetData), new GetDataRequest("/", false));
        foreach (var part in buffer.WrittenMemory.ToArray()) await client.SendBytesAsync(new[] { part });

        Assert.Equal(7, (await client.ReadReplyAsync()).Header.Xid);
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    public async Task TheLongestFrame_IsTheLimit_Inclusive(int length, bool served)
    {
        var client = await ConnectAsync();
        const int Overhead = RequestHeader.Size + 4 + 1 + 4 + 4;
        await client.SendAsync(OpCode.SetData, new SetDataRequest("/", new byte[length - Overhead], -1));

        var reply = await client.ReadAsync();

        Assert.Equal(served, reply is not null);
        if (served) Assert.Equal(length - Overhead, (await client.GetAsync("/")).As<GetDataResponse>().Data!.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task AnImpossibleLength_ClosesTheConnection_AfterTheRepliesBefore(int length)
    {
        var client = await ConnectAsync();
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(1, OpCode.GetData), new GetDataRequest("/", false));
        var bytes = buffer.WrittenMemory.ToArray().Concat(new byte[4]).ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(^4), length);
        await client.SendBytesAsync(bytes);

        Assert.Equal(1, (await client.ReadReplyAsync()).Header.Xid);
        Assert.Null(await client.ReadAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task AFrameWithoutAHeader_ClosesTheConnection(int length)
    {
        var client = await ConnectAsync();
        var bytes = new byte[4 + length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        await client.SendBytesAsync(bytes);

        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task MoreConnectionsThanAllowed_AreClosedAtOnce()
    {
        for (var i = 0; i < 4; i++) await ConnectAsync();
        var fifth = await OpenAsync();

        Assert.Empty(await fifth.ReadToEndAsync());
        Assert.Equal(4, Server.Statistics.Connections);
    }

    [Fact]
    public async Task AWatcherThatNeverReads_IsDisconnected_WhenItsBacklogIsFull()
    {
        var writer = await ConnectAsync();
        var lazy = await ConnectAsync();
        var path = "/" + new string('x', 40_000);
        await writer.CreateAsync(path);
        await lazy.AddWatchAsync(path, WatchMode.Persistent);

        var events = 0;
        while (Server.Statistics.Connections == 2)
        {
            Assert.True(++events < 10_000, "The backlog has no end.");
            await writer.SetAsync(path, "x");
        }

        Assert.Equal(2, Server.Statistics.Sessions);
        Assert.Equal(0, Server.Statistics.Watches);
    }

    [Fact]
    public async Task AClientThatAsksMuchAndReadsNothing_IsNotReadFrom_AndLaterGetsAllReplies()
    {
        const int Requests = 400;
        var client = await ConnectAsync();
        await client.SetAsync("/", new string('x', 90_000));
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Requests; i++) await client.SendAsync(OpCode.GetData, new GetDataRequest("/", false));
        });

        var other = await ConnectAsync();
        Assert.Equal(ErrorCode.Ok, await other.PingAsync());

        for (var i = 0; i < Requests; i++) Assert.Equal(90_000, (await client.ReadReplyAsync()).As<GetDataResponse>().Data!.Length);
        await sending;
    }

    [Fact]
    public async Task ConcurrentWriters_SeeEveryWriteOnce()
    {
        var first = await ConnectAsync();
        var second = await ConnectAsync();
        var names = await Task.WhenAll(CreateManyAsync(first), CreateManyAsync(second));

        Assert.Equal(400, names.SelectMany(n => n).Distinct().Count());
        Assert.Equal(401, (await first.ChildrenAsync("/")).Count);

        static async Task<List<string>> CreateManyAsync(TestKit.Wire.WireClient client)
        {
            var made = new List<string>();
            for (var i = 0; i < 200; i++) made.Add(await client.CreateForPathAsync("/n-", CreateMode.PersistentSequential));
            return made;
        }
    }
}
