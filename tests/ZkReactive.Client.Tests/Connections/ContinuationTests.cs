using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>What callers do after an await never stops the replies to others, nor to themselves.</summary>
[Trait("Trap", "13")]
public class ContinuationTests
{
    [Fact]
    public async Task Continuation_ThatBlocksOnAnotherCall_IsServed()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        const int Callers = 4;
        var callers = Enumerable.Range(0, Callers).Select(i => BlockAsync(client, i)).ToArray();

        // All first replies in one packet: their callers go on one behind the other, and each blocks.
        var bytes = new List<byte>();
        for (var i = 0; i < Callers; i++)
        {
            var request = await connection.ExpectAsync(OpCode.GetData);
            bytes.AddRange(ScriptedConnection.Frame(new ReplyHeader(request.Xid, new Zxid(1), ErrorCode.Ok), new GetDataResponse([], ScriptedSession.SomeStat)));
        }

        await connection.WriteRawAsync(bytes.ToArray());
        for (var i = 0; i < Callers; i++) await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "second");
        Assert.All(await Task.WhenAll(callers).Soon(), text => Assert.Equal("second", text));
    }

    [Fact]
    public async Task Continuation_ThatBlocksOnACallAnsweredInTheSamePacket_IsServed()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var first = client.GetAsync("/1");
        var second = client.GetAsync("/2").AsTask();
        var caller = BlockOnAsync(first, second);
        var bytes = new List<byte>();
        for (var i = 0; i < 2; i++)
        {
            var request = await connection.ExpectAsync(OpCode.GetData);
            bytes.AddRange(ScriptedConnection.Frame(new ReplyHeader(request.Xid, new Zxid(1), ErrorCode.Ok), new GetDataResponse([], ScriptedSession.SomeStat)));
        }

        await connection.WriteRawAsync(bytes.ToArray());
        await caller.Soon();
    }

    [Fact]
    public async Task Observer_ThatBlocks_StopsNeitherRepliesNorOtherObservers()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        using var free = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var blocked = client.SessionStates.Subscribe(_ =>
        {
            entered.TrySetResult();
            free.Wait();
            left.TrySetResult();
        });
        await entered.Task.Soon();
        var get = client.GetAsync("/a");
        await connection.ReplyDataAsync(await connection.ExpectAsync(OpCode.GetData), "a");
        Assert.Equal("a", (await get.Soon()).Text());
        await client.WaitForAsync(ZkSessionStatus.Connected);
        free.Set();
        await left.Task.Soon();
    }

    [Fact]
    public async Task Continuation_ThatSetsAnAsyncLocal_DoesNotLeakItToTheNext()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        var local = new AsyncLocal<int>();
        var callers = Enumerable.Range(1, 3).Select(i => CallAsync(i)).ToArray();
        var bytes = new List<byte>();
        for (var i = 0; i < 3; i++)
        {
            var request = await connection.ExpectAsync(OpCode.GetData);
            bytes.AddRange(ScriptedConnection.Frame(new ReplyHeader(request.Xid, new Zxid(1), ErrorCode.Ok), new GetDataResponse([], ScriptedSession.SomeStat)));
        }

        await connection.WriteRawAsync(bytes.ToArray());
        Assert.All(await Task.WhenAll(callers).Soon(), found => Assert.Equal(0, found));

        async Task<int> CallAsync(int i)
        {
            await client.GetAsync("/a");
            var found = local.Value;
            local.Value = i;
            return found;
        }
    }

    [Fact]
    public async Task Replies_OfManyThreads_MatchTheirRequests()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        await using var _ = server.ClosingFirst(client);
        const int Calls = 400;
        var echo = Task.Run(async () =>
        {
            for (var i = 0; i < Calls; i++)
            {
                var request = await connection.ExpectAsync(OpCode.GetData);
                await connection.ReplyDataAsync(request, request.As<GetDataRequest>().Path);
            }
        });
        var calls = Enumerable.Range(0, Calls).Select(i => Task.Run(async () => (await client.GetAsync($"/{i}")).Text() == $"/{i}"));
        Assert.All(await Task.WhenAll(calls).Soon(), Assert.True);
        await echo.Soon();
    }

    private static async Task<string> BlockAsync(IZkClient client, int i)
    {
        await client.GetAsync($"/first{i}");
        using var done = new ManualResetEventSlim();
        var second = client.GetAsync($"/second{i}").AsTask();
        _ = second.ContinueWith(_ => done.Set(), TaskScheduler.Default);
        done.Wait();
        return (await second).Text();
    }

    private static async Task BlockOnAsync(ValueTask<ZkNode> first, Task<ZkNode> second)
    {
        await first;
        using var done = new ManualResetEventSlim();
        _ = second.ContinueWith(_ => done.Set(), TaskScheduler.Default);
        done.Wait();
    }
}
