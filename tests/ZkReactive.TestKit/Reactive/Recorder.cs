using System.Reactive;
using System.Reactive.Subjects;

namespace ZkReactive.TestKit.Reactive;

/// <summary>
/// An observer that keeps what it gets and lets a test wait for it, on signals with a generous deadline. It also holds what
/// no observer may see broken: calls one at a time, and none after the end.
/// </summary>
public sealed class Recorder<T> : IObserver<T>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Notification<T>> _messages = [];
    private readonly Action<T>? _onNext;
    private readonly Subject<Unit> _arrived = new();
    private int _inside;

    public Recorder(Action<T>? onNext = null) => _onNext = onNext;

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<Notification<T>> Messages
    {
        get
        {
            lock (_lock) return [.. _messages];
        }
    }

    /// <summary>The elements so far.</summary>
    public IReadOnlyList<T> Values => [.. Messages.Where(m => m.Kind == NotificationKind.OnNext).Select(m => m.Value)];

    /// <summary>What <see cref="Dispose"/> ends.</summary>
    public IDisposable? Subscription { get; set; }

    /// <summary>What broke the rules of observers; null when nothing did.</summary>
    public string? Violation { get; private set; }

    public void OnNext(T value)
    {
        Add(Notification.CreateOnNext(value));
        _onNext?.Invoke(value);
        Interlocked.Decrement(ref _inside);
    }

    public void OnError(Exception error)
    {
        Add(Notification.CreateOnError<T>(error));
        Interlocked.Decrement(ref _inside);
    }

    public void OnCompleted()
    {
        Add(Notification.CreateOnCompleted<T>());
        Interlocked.Decrement(ref _inside);
    }

    /// <summary>Waits until what was recorded satisfies <paramref name="condition"/>.</summary>
    public async Task<IReadOnlyList<T>> WaitAsync(Func<IReadOnlyList<Notification<T>>, bool> condition, string what)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = _arrived.Subscribe(_ =>
        {
            if (condition(Messages)) done.TrySetResult();
        });
        if (condition(Messages)) return Values;
        try
        {
            await done.Task.WaitAsync(RecorderExtensions.Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited in vain for {what}. Recorded: {string.Join(", ", Messages)}");
        }

        return Values;
    }

    /// <summary>Waits for the first <paramref name="count"/> elements.</summary>
    public Task<IReadOnlyList<T>> WaitForAsync(int count) => WaitAsync(m => m.Count(n => n.Kind == NotificationKind.OnNext) >= count, $"{count} elements");

    /// <summary>Waits for an element.</summary>
    public Task<IReadOnlyList<T>> WaitForAsync(Func<T, bool> element) =>
        WaitAsync(m => m.Any(n => n.Kind == NotificationKind.OnNext && element(n.Value)), "an element");

    /// <summary>Waits for the end; returns the error, or null for completion.</summary>
    public async Task<Exception?> WaitForEndAsync()
    {
        await WaitAsync(m => m.Any(n => n.Kind != NotificationKind.OnNext), "the end");
        return Messages.First(n => n.Kind != NotificationKind.OnNext).Exception;
    }

    public void Dispose() => Subscription?.Dispose();

    private void Add(Notification<T> message)
    {
        if (Interlocked.Increment(ref _inside) != 1) Violation ??= $"{message} came while another call was under way";
        lock (_lock)
        {
            if (_messages.Count > 0 && _messages[^1].Kind != NotificationKind.OnNext) Violation ??= $"{message} came after the end";
            _messages.Add(message);
        }

        _arrived.OnNext(Unit.Default);
    }
}
