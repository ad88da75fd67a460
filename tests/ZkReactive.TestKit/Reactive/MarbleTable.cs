using System.Globalization;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace ZkReactive.TestKit.Reactive;

/// <summary>
/// Virtual time for stream tests: makes sources out of tables, runs what is made of them, and prints messages and
/// subscriptions with their ticks, to be compared as text.
/// </summary>
/// <example>
/// <code>
/// var table = new MarbleTable();
/// var source = table.Cold((10, "a"), (20, "b"));
/// Assert.Equal("110 a\n120 b", table.Run(() => source.Select(x => x)));   // subscribed at 100
/// Assert.Equal("100-1000", source.Subscriptions);
/// </code>
/// </example>
public sealed class MarbleTable
{
    /// <summary>When <see cref="Run"/> subscribes and when it disposes of the subscription.</summary>
    public const long SubscribedAt = 100;
    public const long DisposedAt = 1000;

    /// <summary>One tick is one unit; starts at 0.</summary>
    public HistoricalScheduler Scheduler { get; } = new(new DateTimeOffset(0, TimeSpan.Zero));

    /// <summary>The same time for code that takes a <see cref="System.TimeProvider"/>.</summary>
    public TimeProvider TimeProvider => new SchedulerTime(Scheduler);

    public long Now => Scheduler.Now.Ticks;

    /// <summary>A source that plays its messages to each subscriber, ticks counted from the subscription.</summary>
    public Source<T> Cold<T>(params (long Tick, T Value)[] values) => new(this, [.. values.Select(v => (v.Tick, Notification.CreateOnNext(v.Value)))]);

    /// <summary>The same, with errors and completions.</summary>
    public Source<T> Cold<T>(params (long Tick, Notification<T> Message)[] messages) => new(this, messages);

    /// <summary>Subscribes at 100, disposes at <paramref name="disposeAt"/>, runs until nothing is left, and prints what came.</summary>
    public string Run<T>(Func<IObservable<T>> make, long disposeAt = DisposedAt)
    {
        var lines = new List<string>();
        IDisposable? subscription = null;
        At(SubscribedAt, () => subscription = make().Subscribe(
            value => lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Now} {value}")),
            error => lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Now} ! {error.GetType().Name}")),
            () => lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Now} |"))));
        At(disposeAt, () => subscription!.Dispose());
        Scheduler.Start();
        return string.Join('\n', lines);
    }

    /// <summary>Does something at a tick.</summary>
    public void At(long tick, Action action) => Scheduler.Schedule(new DateTimeOffset(tick, TimeSpan.Zero), action);

    /// <summary>A cold source that remembers its subscriptions.</summary>
    public sealed class Source<T>(MarbleTable table, (long Tick, Notification<T> Message)[] messages) : IObservable<T>
    {
        private readonly List<(long From, long? To)> _subscriptions = [];

        /// <summary>The subscriptions so far, as <c>100-200, 210-</c>.</summary>
        public string Subscriptions => string.Join(", ", _subscriptions.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.From}-{s.To}")));

        public IDisposable Subscribe(IObserver<T> observer)
        {
            var number = _subscriptions.Count;
            _subscriptions.Add((table.Now, null));
            var scheduled = new CompositeDisposable();
            foreach (var (tick, message) in messages) scheduled.Add(table.Scheduler.Schedule(TimeSpan.FromTicks(tick), () => message.Accept(observer)));
            return Disposable.Create(() =>
            {
                scheduled.Dispose();
                if (_subscriptions[number].To is null) _subscriptions[number] = (_subscriptions[number].From, table.Now);
            });
        }
    }

    private sealed class SchedulerTime(HistoricalScheduler scheduler) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => scheduler.Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            period == Timeout.InfiniteTimeSpan ? new OneShot(scheduler.Schedule(dueTime, () => callback(state))) : throw new NotSupportedException();
    }

    private sealed class OneShot(IDisposable scheduled) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => scheduled.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
