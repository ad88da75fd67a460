using ZkReactive.Coordination;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.Tests.Coordination.Servers;

namespace ZkReactive.Tests.Coordination.Locks;

public sealed class ZkMutexTests : RecipeTests
{
    private static readonly ZkPath Path = ZkPath.Parse("/locks/one");

    [Fact]
    public async Task TheSecondWaitsForTheFirst_AndItsFencingTokenIsGreater()
    {
        var first = await new ZkMutex(One, Path).AcquireAsync();
        var waiting = new ZkMutex(Two, Path).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);
        Assert.False(waiting.IsCompleted);

        await first.DisposeAsync();
        await using var second = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.True(second.FencingToken > first.FencingToken);
        Assert.Equal(Two.Session.Id, second.Session);
        Assert.False(first.IsHeld);
        Assert.True(second.IsHeld);
    }

    [Fact]
    public async Task ZeroTimeout_TakesWhatIsFreeAndLeavesNothingBehindElse()
    {
        await using var held = await new ZkMutex(One, Path).TryAcquireAsync(TimeSpan.Zero);
        Assert.NotNull(held);
        Assert.Null(await new ZkMutex(Two, Path).TryAcquireAsync(TimeSpan.Zero));
        Assert.Equal(1, await RecipeServer.CountAsync(One, Path));
    }

    [Fact]
    public async Task TimeoutAndCancellation_GiveUpThePlaceInTheLine()
    {
        await using var held = await new ZkMutex(One, Path).AcquireAsync();
        Assert.Null(await new ZkMutex(Two, Path).TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(1, await RecipeServer.CountAsync(One, Path));

        using var cancel = new CancellationTokenSource();
        var waiting = new ZkMutex(Two, Path).AcquireAsync(cancel.Token);
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await RecipeServer.WaitForChildrenAsync(One, Path, 1);
    }

    [Fact]
    public async Task AWaiterThatGivesUp_DoesNotLetTheOneBehindItIn()
    {
        var held = await new ZkMutex(One, Path).AcquireAsync();
        using var cancel = new CancellationTokenSource();
        var middle = new ZkMutex(Two, Path).AcquireAsync(cancel.Token);
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);
        var last = new ZkMutex(Two, Path).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 3);
        await cancel.CancelAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);
        await Two.SyncAsync(Path);
        Assert.False(last.IsCompleted);

        await held.DisposeAsync();
        await using var got = await last.WaitAsync(RecipeServer.Patience);
    }

    [Fact]
    public async Task AHandle_IsReentrant()
    {
        var handle = await new ZkMutex(One, Path).AcquireAsync();
        Assert.Same(handle, handle.Reenter());
        await handle.DisposeAsync();
        Assert.True(handle.IsHeld);
        Assert.Null(await new ZkMutex(Two, Path).TryAcquireAsync(TimeSpan.Zero));
        await handle.DisposeAsync();
        await using (var other = await new ZkMutex(Two, Path).TryAcquireAsync(TimeSpan.Zero)) Assert.NotNull(other);
        Assert.Equal(CoordinationErrorIds.LockReleased, Assert.Throws<CoordinationException>(() => handle.Reenter()).ErrorId);
    }

    [Fact]
    public async Task FiveHundredWaiters_AreServedInOrder_AndAHandOverCostsTheSameForTheLast()
    {
        const int Waiters = 500;
        var mutex = new ZkMutex(One, Path);
        var held = await mutex.AcquireAsync();
        var order = new List<int>();
        var tokens = new List<Zxid>();
        var all = new List<Task>();
        for (var i = 0; i < Waiters; i++)
        {
            all.Add(TakeAsync(i));
            if (i % 50 == 49) await RecipeServer.WaitForChildrenAsync(Two, Path, i + 2);
        }

        // Each watches one other and, once it has stood there for long, its own node; that is all there is.
        using var deadline = new CancellationTokenSource(RecipeServer.Patience, TimeProvider.System);
        while ((await Server.ReadLoadAsync()).Watches < Waiters) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        var (before, watches) = await Server.ReadLoadAsync();
        Assert.InRange(watches, Waiters, 2 * Waiters);
        await held.DisposeAsync();
        await Task.WhenAll(all).WaitAsync(RecipeServer.Patience);
        var requests = (await Server.ReadLoadAsync()).Requests - before;

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

    [Theory]
    [InlineData(RequestFault.DropBefore)]
    [InlineData(RequestFault.DropBeforeReply)]
    [InlineData(RequestFault.DropAfterReply)]
    [InlineData(RequestFault.ExpireBefore)]
    [InlineData(RequestFault.ExpireBeforeReply)]
    public Task AFaultAtAnyRequestOfAnAcquisition_NeitherDoublesNorLeaksNorHangs(RequestFault fault) => AcquireUnderAsync(at =>
    {
        var left = at;
        return Server.OnRequest((client, operation) => ReferenceEquals(client, Two) || !IsOfAcquisition(operation) || left-- != 0 ? RequestFault.None : fault);
    });

    [Fact]
    [EmbeddedOnly("Apache ZooKeeper refuses requests only under real load.")]
    public Task AThrottledRequestOfAnAcquisition_NeitherDoublesNorLeaksNorHangs() => AcquireUnderAsync(at =>
    {
        var left = at;
        return ((EmbeddedRecipeServer)Server).Server.Faults.OnRequest(request =>
            request.Session == Two.Session.Id || !IsOfAcquisition(request.Operation) || left-- != 0 ? FaultAction.None : FaultAction.Fail(ErrorCode.Throttled));
    });

    [Fact]
    public async Task ExpiryOfTheHolder_FiresLost_AndTheNextGetsTheLock()
    {
        var held = await new ZkMutex(One, Path).AcquireAsync();
        var waiting = new ZkMutex(Two, Path).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(Two, Path, 2);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = held.Lost.Register(lost.SetResult);

        await Server.ExpireAsync(One);

        await lost.Task.WaitAsync(RecipeServer.Patience);
        await using var next = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.True(next.FencingToken > held.FencingToken);
        Assert.Equal(LockLoss.SessionEnded, held.Loss);
        Assert.Equal(CoordinationErrorIds.LockLost, Assert.Throws<CoordinationException>(held.ThrowIfLost).ErrorId);
        await held.DisposeAsync();
    }

    [Fact]
    public async Task TakingLosingAndGivingBack_AreLogged()
    {
        await using (await new ZkMutex(Two, Path).AcquireAsync())
        {
        }

        await using (var held = await new ZkMutex(One, Path).AcquireAsync())
        {
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = held.Lost.Register(lost.SetResult);
            await Server.ExpireAsync(One);
            await lost.Task.WaitAsync(RecipeServer.Patience);
        }

        using var deadline = new CancellationTokenSource(RecipeServer.Patience, TimeProvider.System);
        int[] expected = [5200, 5201, 5200, 5202, 5201];
        while (Seen().Length < expected.Length) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        Assert.Equal(expected.Order(), Seen().Order());
        Assert.Contains(Server.Logs.Lines, line => line.EventId == 5202 && line.Message.EndsWith("SessionEnded", StringComparison.Ordinal));

        int[] Seen() => [.. Server.Logs.Lines.Select(line => line.EventId).Where(id => id is >= 5200 and < 5203)];
    }

    [Fact]
    public async Task ANodeDeletedByAStranger_FiresLost()
    {
        await using var held = await new ZkMutex(One, Path).AcquireAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = held.Lost.Register(lost.SetResult);
        await Two.DeleteAsync(held.Node, NodeVersion.Any);
        await lost.Task.WaitAsync(RecipeServer.Patience);
        Assert.Equal(LockLoss.NodeDeleted, held.Loss);
    }

    [Fact]
    public async Task AWaiterWhoseNodeIsDeletedByAStranger_StandsInLineAnew()
    {
        var held = await new ZkMutex(One, Path).AcquireAsync();
        var middle = new ZkMutex(Two, Path).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);
        var last = new ZkMutex(One, Path).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 3);
        var contenders = await new ZkMutex(One, Path).ReadContendersAsync();
        await One.DeleteAsync(contenders[1].Node, NodeVersion.Any);

        // Behind the last one, instead of going on beside it.
        await RecipeServer.WaitForChildrenAsync(One, Path, 3);
        Assert.Equal([One.Session.Id, One.Session.Id, Two.Session.Id], (await new ZkMutex(One, Path).ReadContendersAsync()).Select(one => one.Session));
        await held.DisposeAsync();
        var second = await last.WaitAsync(RecipeServer.Patience);
        Assert.False(middle.IsCompleted);
        await second.DisposeAsync();
        await using var third = await middle.WaitAsync(RecipeServer.Patience);
        Assert.True(third.FencingToken > second.FencingToken);
    }

    [Fact]
    public async Task Contenders_AreReadInOrderWithWhatTheySay()
    {
        Assert.Empty(await new ZkMutex(One, Path).ReadContendersAsync());
        await using var held = await new ZkMutex(One, Path, new ZkLockOptions { Data = "web1"u8.ToArray() }).AcquireAsync();
        var waiting = new ZkMutex(Two, Path, new ZkLockOptions { Naming = LockNaming.Kazoo }).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path, 2);

        var contenders = await new ZkMutex(One, Path).ReadContendersAsync();
        Assert.Equal([true, false], contenders.Select(one => one.IsHolder));
        Assert.Equal("web1"u8.ToArray(), contenders[0].Data.ToArray());
        Assert.Equal(held.FencingToken, contenders[0].FencingToken);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task Options_OutOfBounds_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZkMutex(One, Path, new ZkLockOptions { SuspectAfter = 0.5 }));
        await Task.CompletedTask;
    }

    private async Task AcquireUnderAsync(Func<int, IDisposable> addFault)
    {
        for (var at = 0; at < 6; at++)
        {
            var path = Path / $"{at}";
            var client = await Server.ConnectAsync();
            var held = await new ZkMutex(Two, path).AcquireAsync();
            using var rule = addFault(at);
            var waiting = new ZkMutex(client, path).AcquireAsync();
            await RecipeServer.WaitForChildrenAsync(Two, path, 2);
            await held.DisposeAsync();

            var handle = await waiting.WaitAsync(RecipeServer.Patience);
            Assert.True(handle.FencingToken > held.FencingToken);
            await handle.DisposeAsync();
            await RecipeServer.WaitForChildrenAsync(Two, path, 0);
            await client.DisposeAsync();
        }
    }

    private static bool IsOfAcquisition(OpCode operation) =>
        operation is OpCode.Create or OpCode.Create2 or OpCode.GetChildren or OpCode.GetChildren2 or OpCode.GetData or OpCode.Sync or OpCode.Delete or OpCode.SetWatches or OpCode.SetWatches2;
}
