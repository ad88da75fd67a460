using System.Reactive.Linq;
using System.Reactive.Subjects;
using ZkReactive.PowerShell.Bridging;

namespace ZkReactive.PowerShell.Tests.Bridging;

public sealed class PipelineBridgeTests
{
    [Fact]
    public void Run_Posts_AreDoneOnTheCallingThreadInOrderBeforeItReturns()
    {
        var caller = Environment.CurrentManagedThreadId;
        var done = new List<(int Number, int Thread)>();

        var result = PipelineBridge.Run(
            async (post, token) =>
            {
                for (var i = 0; i < 200; i++)
                {
                    var number = i;
                    await post.PostAsync(() => done.Add((number, Environment.CurrentManagedThreadId)), token);
                }

                return 42;
            },
            CancellationToken.None);

        Assert.Equal(42, result);
        Assert.Equal(Enumerable.Range(0, 200), done.Select(d => d.Number));
        Assert.All(done, d => Assert.Equal(caller, d.Thread));
    }

    [Fact]
    public void Run_WorkThatThrows_ThrowsTheSameAfterItsPosts()
    {
        var posted = false;
        var failure = new InvalidDataException("as thrown");

        var thrown = Assert.Throws<InvalidDataException>(() => PipelineBridge.Run<int>(
            async (post, token) =>
            {
                await post.PostAsync(() => posted = true, token);
                throw failure;
            },
            CancellationToken.None));

        Assert.Same(failure, thrown);
        Assert.True(posted);
    }

    [Fact]
    public void Run_PostThatThrows_CancelsAndAwaitsTheWorkFirst()
    {
        var wasCancelled = false;

        Assert.Throws<InvalidDataException>(() => PipelineBridge.Run<int>(
            async (post, token) =>
            {
                await post.PostAsync(() => throw new InvalidDataException(), token);
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }
                finally
                {
                    wasCancelled = token.IsCancellationRequested;
                }

                return 0;
            },
            CancellationToken.None));

        Assert.True(wasCancelled);
    }

    [Fact]
    public void Run_Stopped_CancelsTheWork()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => PipelineBridge.Run(
            async token =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return 0;
            },
            stop.Token));
    }

    [Fact]
    public void Pump_Elements_AreWrittenInOrderOnTheCallingThread()
    {
        var caller = Environment.CurrentManagedThreadId;
        var written = new List<int>();

        PipelineBridge.Pump(
            Observable.Range(0, 500, System.Reactive.Concurrency.TaskPoolScheduler.Default),
            number =>
            {
                Assert.Equal(caller, Environment.CurrentManagedThreadId);
                written.Add(number);
            },
            CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 500), written);
    }

    [Fact]
    public void Pump_SourceThatFails_ThrowsAfterWhatCameBefore()
    {
        var written = new List<int>();

        Assert.Throws<InvalidDataException>(() => PipelineBridge.Pump(
            Observable.Return(1).Concat(Observable.Throw<int>(new InvalidDataException())), written.Add, CancellationToken.None));

        Assert.Equal([1], written);
    }

    [Fact]
    public void Pump_Stopped_EndsAtOnceAndUnsubscribes()
    {
        using var stop = new CancellationTokenSource();
        using var source = new BehaviorSubject<int>(1);

        Assert.ThrowsAny<OperationCanceledException>(() => PipelineBridge.Pump(source, _ => stop.Cancel(), stop.Token));

        Assert.False(source.HasObservers);
    }

    [Fact]
    public void Pump_WriterThatThrows_UnsubscribesASourceThatIsWaitingForRoom()
    {
        var ended = new ManualResetEventSlim();
        var source = Observable.Create<int>(observer => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++) observer.OnNext(i);
            ended.Set();
        }));

        Assert.Throws<InvalidDataException>(() => PipelineBridge.Pump(source, _ => throw new InvalidDataException(), CancellationToken.None));

        Assert.True(ended.Wait(TimeSpan.FromSeconds(30)), "The source still waits for a pipeline that is gone.");
    }
}
