using System.Reactive.Linq;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Sharing;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

/// <summary>Many observers of one node.</summary>
public sealed class SharingTests : IDisposable
{
    private static readonly ZkPath Path = ZkPath.Parse("/a");

    private readonly FakeZkClient _client = new();

    public SharingTests() => _client.Tree.Create("/a", "0");

    public void Dispose() => _client.Dispose();

    private Recorder<string> Observe(Action<string>? onNext = null) => _client.ObserveNode(Path).Select(c => c.Text()).Record(onNext);

    [Fact]
    public async Task HundredObservers_ShareOneWatchAndOneReadForEachChange()
    {
        var observers = Enumerable.Range(0, 100).Select(_ => Observe()).ToList();
        foreach (var observer in observers) await observer.WaitForAsync(1);
        _client.Tree.Set("/a", "1");
        foreach (var observer in observers) Assert.Equal(["Initial 0", "Change 1"], await observer.WaitForAsync(2));
        Assert.Equal(2, _client.ReadCount);
        Assert.Equal(1, _client.WatchCount);
        observers.ForEach(o => o.Dispose());
        Assert.Equal(0, _client.WatchCount);
        Assert.Equal(0, ClientStreams.Of(_client).Count);
    }

    [Fact]
    public async Task LateObserver_GetsTheKnownStateAsInitialWithoutARead()
    {
        using var first = Observe();
        await first.WaitForAsync(1);
        using var late = Observe();
        Assert.Equal(["Initial 0"], await late.WaitForAsync(1));
        Assert.Equal(1, _client.ReadCount);
    }

    [Fact]
    public async Task LateObserver_WhileAChangeIsBeingRead_GetsTheNewStateFirst()
    {
        using var first = Observe();
        await first.WaitForAsync(1);
        _client.HoldReads = true;
        _client.Tree.Set("/a", "1");
        using var late = Observe();
        (await _client.NextReadAsync()).Deliver();
        Assert.Equal(["Initial 1"], await late.WaitForAsync(1));
        Assert.Equal(["Initial 0", "Change 1"], await first.WaitForAsync(2));
    }

    [Fact]
    public async Task LateObserver_AfterAWrite_NeverSeesWhatWasThereBefore()
    {
        using var first = Observe();
        await first.WaitForAsync(1);
        for (var i = 1; i <= 300; i++)
        {
            _client.Tree.Set("/a", $"{i}");
            using var late = Observe();
            Assert.Equal($"Initial {i}", (await late.WaitForAsync(1))[0]);
        }
    }

    [Fact]
    public async Task LateObserver_WhileDisconnected_WaitsUntilTheStateIsSure()
    {
        using var first = Observe();
        await first.WaitForAsync(1);
        _client.Disconnect();
        using var late = Observe();
        Assert.Empty(late.Messages);
        _client.Reconnect();
        Assert.Equal(["Initial 0"], await late.WaitForAsync(1));
        Assert.Single(first.Messages);
    }

    [Fact]
    public async Task LastObserverGoesAndAnotherComes_ReadsAnew()
    {
        using (var first = Observe()) await first.WaitForAsync(1);
        _client.Tree.Set("/a", "1");
        using var second = Observe();
        Assert.Equal(["Initial 1"], await second.WaitForAsync(1));
        Assert.Equal(1, _client.WatchCount);
    }

    [Fact]
    public async Task LastObserverGoesWhileReading_LeavesNoWatch()
    {
        _client.HoldReads = true;
        var seen = Observe();
        var read = await _client.NextReadAsync();
        seen.Dispose();
        read.Execute();
        Assert.Equal(1, _client.WatchCount);
        var gone = _client.WatchesGoneAsync();
        read.Deliver();
        await gone.WaitAsync(RecorderExtensions.Deadline);
        Assert.Empty(seen.Messages);
    }

    [Fact]
    public async Task BlockedObserver_HoldsUpNobodyAndGetsTheNewestAfterwards()
    {
        var release = new ManualResetEventSlim();
        using var blocked = Observe(_ => release.Wait(RecorderExtensions.Deadline));
        using var quick = Observe();
        await blocked.WaitForAsync(1);
        await quick.WaitForAsync(1);
        for (var i = 1; i <= 50; i++)
        {
            _client.Tree.Set("/a", $"{i}");
            await quick.WaitForAsync(i + 1);
        }

        Assert.Single(blocked.Messages);
        release.Set();
        Assert.Equal(["Initial 0", "Change 50"], await blocked.WaitForAsync(2));
        Assert.Null(blocked.Violation);
    }

    [Fact]
    public async Task ThrowingObserver_IsUnsubscribedAndHarmsNobody()
    {
        using var quick = Observe();
        await quick.WaitForAsync(1);
        var bad = Observe(_ => throw new InvalidOperationException("an observer's mistake"));
        await bad.WaitForAsync(1);
        _client.Tree.Set("/a", "1");
        await quick.WaitForAsync(2);
        _client.Tree.Set("/a", "2");
        Assert.Equal(["Initial 0", "Change 1", "Change 2"], await quick.WaitForAsync(3));
        Assert.Single(bad.Messages);
    }

    [Fact]
    public async Task OnNext_UnsubscribesItself_NothingMoreComes()
    {
        Recorder<string>? once = null;
        using var subscribed = new ManualResetEventSlim();
        once = Observe(_ =>
        {
            subscribed.Wait(RecorderExtensions.Deadline);
            once!.Dispose();
        });
        subscribed.Set();
        await once.WaitForAsync(1);
        using var other = Observe();
        await other.WaitForAsync(1);
        _client.Tree.Set("/a", "1");
        await other.WaitForAsync(2);
        Assert.Single(once.Messages);
    }

    [Fact]
    public async Task OnNext_CallsTheClientAndSubscribes_Works()
    {
        var inner = new TaskCompletionSource<Recorder<string>>();
        using var outer = Observe(value =>
        {
            if (value != "Initial 0") return;
            _client.Tree.Set("/a", "1");
            inner.SetResult(Observe());
        });
        using var seen = await inner.Task.WaitAsync(RecorderExtensions.Deadline);
        Assert.Equal(["Initial 1"], await seen.WaitForAsync(1));
        Assert.Equal(["Initial 0", "Change 1"], await outer.WaitForAsync(2));
    }

    [Fact]
    public async Task SubscribersComeAndGoOnManyThreads_NobodyIsLeftBehind()
    {
        using var stays = Observe();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var visitor = Observe();
                if (n == 0) _client.Tree.Set("/a", $"{i + 1}");
                await visitor.WaitForAsync(1);
                Assert.StartsWith("Initial", visitor.Values[0], StringComparison.Ordinal);
                Assert.Null(visitor.Violation);
            }
        })));
        await stays.WaitForAsync(v => v == "Change 50");
        Assert.Equal(1, _client.WatchCount);
    }

    [Fact]
    public async Task NodeAndChildrenOfOnePath_AreTwoStreams()
    {
        using var node = Observe();
        using var children = _client.ObserveChildren(Path).Select(c => c.Text()).Record();
        await node.WaitForAsync(1);
        await children.WaitForAsync(1);
        _client.Tree.Create("/a/x");
        Assert.Equal(["Initial []", "Change [x] +x"], await children.WaitForAsync(2));
        Assert.Single(node.Messages);
        Assert.Equal(2, _client.WatchCount);
    }
}
