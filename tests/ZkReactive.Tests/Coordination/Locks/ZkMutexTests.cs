using ZkReactive.Client;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Coordination.Locks;

public sealed class ZkMutexTests : IAsyncLifetime
{
    private static readonly ZkPath Path = ZkPath.Parse("/locks/one");

    private LockServer _server = null!;
    private IZkClient _one = null!;
    private IZkClient _two = null!;

    public async Task InitializeAsync()
    {
        _server = await LockServer.StartAsync();
        (_one, _two) = (await _server.ConnectAsync(), await _server.ConnectAsync());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task TheSecondWaitsForTheFirst_AndItsFencingTokenIsGreater()
    {
        var first = await new ZkMutex(_one, Path).AcquireAsync();
        var waiting = new ZkMutex(_two, Path).AcquireAsync();
        await LockServer.WaitForChildrenAsync(_one, Path, 2);
        Assert.False(waiting.IsCompleted);

        await first.DisposeAsync();
        await using var second = await waiting.WaitAsync(LockServer.Patience);
        Assert.True(second.FencingToken > first.FencingToken);
        Assert.Equal(_two.Session.Id, second.Session);
        Assert.False(first.IsHeld);
        Assert.True(second.IsHeld);
    }

    [Fact]
    public async Task ZeroTimeout_TakesWhatIsFreeAndLeavesNothingBehindElse()
    {
        await using var held = await new ZkMutex(_one, Path).TryAcquireAsync(TimeSpan.Zero);
        Assert.NotNull(held);
        Assert.Null(await new ZkMutex(_two, Path).TryAcquireAsync(TimeSpan.Zero));
        Assert.Equal(1, await LockServer.CountAsync(_one, Path));
    }

    [Fact]
    public async Task TimeoutAndCancellation_GiveUpThePlaceInTheLine()
    {
        await using var held = await new ZkMutex(_one, Path).AcquireAsync();
        Assert.Null(await new ZkMutex(_two, Path).TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(1, await LockServer.CountAsync(_one, Path));

        using var cancel = new CancellationTokenSource();
        var waiting = new ZkMutex(_two, Path).AcquireAsync(cancel.Token);
        await LockServer.WaitForChildrenAsync(_one, Path, 2);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await LockServer.WaitForChildrenAsync(_one, Path, 1);
    }

    [Fact]
    public async Task AWaiterThatGivesUp_DoesNotLetTheOneBehindItIn()
    {
        var held = await new ZkMutex(_one, Path).AcquireAsync();
        using var cancel = new CancellationTokenSource();
        var middle = new ZkMutex(_two, Path).AcquireAsync(cancel.Token);
        await LockServer.WaitForChildrenAsync(_one, Path, 2);
        var last = new ZkMutex(_two, Path).AcquireAsync();
        await LockServer.WaitForChildrenAsync(_one, Path, 3);
        await cancel.CancelAsync();
        await LockServer.WaitForChildrenAsync(_one, Path, 2);
        await _two.SyncAsync(Path);
        Assert.False(last.IsCompleted);

        await held.DisposeAsync();
        await using var got = await last.WaitAsync(LockServer.Patience);
    }

    [Fact]
    public async Task AHandle_IsReentrant()
    {
        var handle = await new ZkMutex(_one, Path).AcquireAsync();
        Assert.Same(handle, handle.Reenter());
        await handle.DisposeAsync();
        Assert.True(handle.IsHeld);
        Assert.Null(await new ZkMutex(_two, Path).TryAcquireAsync(TimeSpan.Zero));
        await handle.DisposeAsync();
        await using (var other = await new ZkMutex(_two, Path).TryAcquireAsync(TimeSpan.Zero)) Assert.NotNull(other);
        Assert.Equal(CoordinationErrorIds.LockReleased, Assert.Throws<CoordinationException>(() => handle.Reenter()).ErrorId);
    }

    [Fact]
    public async Task FiveHundredWaiters_AreServedInOrder_AndAHandOverCostsTheSameForTheLast()
    {
        const int Waiters = 500;
        var mutex = new ZkMutex(_one, Path);
        var held = await mutex.AcquireAsync();
        var order = new List<int>();
        var tokens = new List<Zxid>();
        var all = new List<Task>();
        for (var i = 0; i < Waiters; i++)
        {
            all.Add(TakeAsync(i));
            if (i % 50 == 49) await LockServer.WaitForChildrenAsync(_two, Path, i + 2);
        }

        // Each watches one other, and that is all there is.
        using var deadline = new CancellationTokenSource(LockServer.Patience, TimeProvider.System);
        while (_server.Server.Statistics.Watches < Waiters) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        Assert.Equal(Waiters, _server.Server.Statistics.Watches);
        var before = _server.Server.Statistics.PacketsReceived;
        await held.DisposeAsync();
        await Task.WhenAll(all).WaitAsync(LockServer.Patience);
        var requests = _server.Server.Statistics.PacketsReceived - before;

        // Within a batch the creates are sent in the order of the calls.
        Assert.Equal(Enumerable.Range(0, Waiters), order);
        Assert.Equal(tokens.Order(), tokens);
        Assert.InRange(requests, Waiters, (Waiters * 4) + 100);

        async Task TakeAsync(int number)
        {
            await using var handle = await mutex.AcquireAsync();
            order.Add(number);
            tokens.Add(handle.FencingToken);
        }
    }

    public static TheoryData<string> Faults => new(Actions.Keys);

    private static readonly Dictionary<string, FaultAction> Actions = new()
    {
        ["drop before processing"] = FaultAction.DropBeforeProcessing,
        ["drop before the reply"] = FaultAction.DropAfterProcessing,
        ["drop after the reply"] = FaultAction.DropAfterReply,
        ["expire"] = FaultAction.ExpireSession,
        ["expire after processing"] = FaultAction.ExpireSessionAfterProcessing,
        ["throttle"] = FaultAction.Fail(ErrorCode.Throttled),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AFaultAtAnyRequestOfAnAcquisition_NeitherDoublesNorLeaksNorHangs(string fault)
    {
        for (var at = 0; at < 6; at++)
        {
            var path = Path / $"{at}";
            var client = await _server.ConnectAsync();
            var held = await new ZkMutex(_two, path).AcquireAsync();
            var left = at;
            using var rule = _server.Server.Faults.OnRequest(request =>
                request.Session == _two.Session.Id || !Mine(request.Operation) || left-- != 0 ? FaultAction.None : Actions[fault]);
            var waiting = new ZkMutex(client, path).AcquireAsync();
            await LockServer.WaitForChildrenAsync(_two, path, 2);
            await held.DisposeAsync();

            var handle = await waiting.WaitAsync(LockServer.Patience);
            Assert.True(handle.FencingToken > held.FencingToken);
            await handle.DisposeAsync();
            await LockServer.WaitForChildrenAsync(_two, path, 0);
            await client.DisposeAsync();
        }

        static bool Mine(OpCode operation) =>
            operation is OpCode.Create or OpCode.Create2 or OpCode.GetChildren or OpCode.GetChildren2 or OpCode.GetData or OpCode.Sync or OpCode.Delete or OpCode.SetWatches or OpCode.SetWatches2;
    }

    [Fact]
    public async Task ExpiryOfTheHolder_FiresLost_AndTheNextGetsTheLock()
    {
        var held = await new ZkMutex(_one, Path).AcquireAsync();
        var waiting = new ZkMutex(_two, Path).AcquireAsync();
        await LockServer.WaitForChildrenAsync(_two, Path, 2);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = held.Lost.Register(lost.SetResult);

        _server.Server.Faults.ExpireSession(held.Session);

        await lost.Task.WaitAsync(LockServer.Patience);
        await using var next = await waiting.WaitAsync(LockServer.Patience);
        Assert.True(next.FencingToken > held.FencingToken);
        Assert.Equal(LockLoss.SessionEnded, held.Loss);
        Assert.Equal(CoordinationErrorIds.LockLost, Assert.Throws<CoordinationException>(held.ThrowIfLost).ErrorId);
        await held.DisposeAsync();
    }

    [Fact]
    public async Task ANodeDeletedByAStranger_FiresLost()
    {
        await using var held = await new ZkMutex(_one, Path).AcquireAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = held.Lost.Register(lost.SetResult);
        await _two.DeleteAsync(held.Node, NodeVersion.Any);
        await lost.Task.WaitAsync(LockServer.Patience);
        Assert.Equal(LockLoss.NodeDeleted, held.Loss);
    }

    [Fact]
    public async Task Contenders_AreReadInOrderWithWhatTheySay()
    {
        Assert.Empty(await new ZkMutex(_one, Path).ReadContendersAsync());
        await using var held = await new ZkMutex(_one, Path, new ZkLockOptions { Data = "web1"u8.ToArray() }).AcquireAsync();
        var waiting = new ZkMutex(_two, Path, new ZkLockOptions { Naming = LockNaming.Kazoo }).AcquireAsync();
        await LockServer.WaitForChildrenAsync(_one, Path, 2);

        var contenders = await new ZkMutex(_one, Path).ReadContendersAsync();
        Assert.Equal([true, false], contenders.Select(one => one.IsHolder));
        Assert.Equal("web1"u8.ToArray(), contenders[0].Data.ToArray());
        Assert.Equal(held.FencingToken, contenders[0].FencingToken);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task Options_OutOfBounds_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZkMutex(_one, Path, new ZkLockOptions { SuspectAfter = 0.5 }));
        await Task.CompletedTask;
    }
}
