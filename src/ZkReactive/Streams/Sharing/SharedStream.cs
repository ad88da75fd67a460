using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>
/// One live stream: does what its <see cref="StreamCore"/> decides and hands what it emits to every observer's slot.
/// While it is idle nothing of it waits but the watch.
/// </summary>
/// <typeparam name="TRead">What the client reads.</typeparam>
/// <typeparam name="TElement">What the observers get.</typeparam>
internal abstract class SharedStream<TRead, TElement> : ISharedStream<TElement>, IStreamSource<TElement>
    where TRead : class
    where TElement : class
{
    private readonly Lock _lock = new();
    private readonly ClientStreams _owner;
    private readonly StreamKind _kind;
    private readonly StreamCore _core;
    private readonly List<StreamSubscription<TElement>> _subscriptions = new(1);
    private TElement? _current;
    private IZkOneShotWatch? _watch;
    private StreamTimer? _timer;
    private bool _isFresh;
    private bool _started;
    private bool _ended;

    protected SharedStream(ClientStreams owner, IZkClient client, ZkPath path, StreamKind kind)
    {
        _owner = owner;
        _kind = kind;
        _core = new StreamCore(kind, StreamTiming.Default);
        Client = client;
        Path = path;
    }

    /// <summary>The client that reads.</summary>
    public IZkClient Client { get; }

    /// <summary>The node that is followed.</summary>
    public ZkPath Path { get; }

    /// <inheritdoc/>
    public IDisposable? TryAdd(IObserver<TElement> observer)
    {
        var subscription = new StreamSubscription<TElement>(this, observer);
        StreamStep step;
        lock (_lock)
        {
            if (_ended) return null;
            _subscriptions.Add(subscription);
            step = PauseLocked(_started ? _core.ObserverCame(Client.Session) : _core.Start(Client.Session));
            _started = true;

            // A watch that has fired says that what is known is old, even before its news was taken in: an observer that
            // comes after a write of its own must not be shown what was there before.
            if (_current is not null && _core.IsCurrent && _watch is { Fired.IsCompleted: false }) OfferLocked(subscription, ChangeCause.Initial);
        }

        Run(step);
        return subscription;
    }

    /// <inheritdoc/>
    public void Remove(StreamSubscription<TElement> subscription)
    {
        IZkOneShotWatch? watch;
        lock (_lock)
        {
            if (!_subscriptions.Remove(subscription) || _subscriptions.Count > 0 || _ended) return;
            watch = EndLocked();
        }

        _owner.Remove(this, new StreamKey(_kind, Path));
        Discard(watch);
    }

    /// <inheritdoc/>
    public void OnSessionChanged()
    {
        StreamStep step;
        lock (_lock)
        {
            if (_ended || !_started) return;
            step = PauseLocked(_core.SessionChanged(Client.Session));
            TellFreshnessLocked();
        }

        Run(step);
    }

    /// <inheritdoc/>
    public void OnClientClosed() => End(error: null);

    /// <inheritdoc/>
    public abstract TElement Adapt(TElement element, TElement? last, ChangeCause cause);

    /// <inheritdoc/>
    public virtual void ReportGiven(TElement element, ChangeCause cause)
    {
    }

    /// <inheritdoc/>
    public void ReportThrown(Exception exception) => StreamLog.ObserverThrew(Client.Options.LoggerFactory, Path, exception);

    /// <summary>Reads the content and leaves a watch.</summary>
    protected abstract ValueTask<Watched<TRead>> ReadContentAsync();

    /// <summary>Where in the order of changes what was read stands.</summary>
    protected abstract StreamPosition PositionOf(TRead read);

    /// <summary>Makes an element of what was read, or of an absent node when it is null.</summary>
    protected abstract TElement ElementOf(TRead? read, Zxid zxid, ChangeCause cause);

    private void Run(in StreamStep step, Exception? error = null)
    {
        switch (step.Effect)
        {
            case StreamEffect.ReadContent or StreamEffect.ReadExistence:
                BeginRead(step.Effect);
                break;
            case StreamEffect.Complete:
                End(error: null);
                break;
            case StreamEffect.Fail:
                End(error);
                break;
            case StreamEffect.FailAuthentication:
                End(AuthenticationFailure.Of(Client));
                break;
        }
    }

    private void BeginRead(StreamEffect effect)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = ReadAsync(effect);
            return;
        }

        // The stream outlives the call that happens to start a read, so it must not hold on to that caller's context.
        using (ExecutionContext.SuppressFlow()) _ = ReadAsync(effect);
    }

    /// <summary>One read and the life of the watch that it leaves. Never faults.</summary>
    private async Task ReadAsync(StreamEffect effect)
    {
        IZkOneShotWatch watch;
        try
        {
            if (effect == StreamEffect.ReadContent)
            {
                var read = await ReadContentAsync();
                watch = read.Watch;
                OnRead(read.Value, PositionOf(read.Value), watch);
            }
            else
            {
                var existence = await Client.ExistsWatchedAsync(Path);
                watch = existence.Watch;
                if (existence.Value.Exists) OnFound(watch);
                else OnRead(null, new StreamPosition(null, existence.Value.Zxid), watch);
            }
        }
        catch (Exception e)
        {
            OnFailed(e, effect);
            return;
        }

        OnFired(watch, await watch.Fired);
    }

    private void OnRead(TRead? read, StreamPosition position, IZkOneShotWatch watch)
    {
        StreamStep step;
        IZkOneShotWatch? old;
        lock (_lock)
        {
            old = ReplaceLocked(watch);
            if (_ended) step = default;
            else step = PauseLocked(_core.ReadSucceeded(position.Stat, position.Zxid, Client.Session));
            if (step.Accepted) PublishLocked(read, position.Zxid, step.Emit);
            TellFreshnessLocked();
        }

        Run(step);
        Discard(old);
    }

    private void OnFound(IZkOneShotWatch watch)
    {
        StreamStep step;
        IZkOneShotWatch? old;
        lock (_lock)
        {
            old = ReplaceLocked(watch);
            step = _ended ? default : PauseLocked(_core.NodeFound(Client.Session));
        }

        Run(step);
        Discard(old);
    }

    private void OnFailed(Exception error, StreamEffect effect)
    {
        StreamStep step;
        lock (_lock)
        {
            if (_ended) return;
            step = PauseLocked(error switch
            {
                NoNodeException when effect == StreamEffect.ReadContent => _core.NodeMissing(Client.Session),
                ObjectDisposedException => new StreamStep(StreamEffect.Complete),
                _ => _core.ReadFailed(error is ZkException { IsTransient: true }, Client.Session),
            });
        }

        Run(step, error);
    }

    private void OnFired(IZkOneShotWatch watch, in ZkWatchEvent fired)
    {
        StreamStep step;
        lock (_lock)
        {
            if (_ended || !ReferenceEquals(watch, _watch)) return;
            step = PauseLocked(_core.WatchFired(fired, Client.Session));
        }

        Run(step);
    }

    private void OnTimer(StreamTimer timer)
    {
        StreamStep step;
        lock (_lock)
        {
            if (_ended || !ReferenceEquals(timer, _timer)) return;
            _timer = null;
            step = PauseLocked(_core.TimerFired(Client.Session));
        }

        timer.Dispose();
        Run(step);
    }

    private void PublishLocked(TRead? read, Zxid zxid, ChangeCause? emit)
    {
        // Where nothing is new, those who come get what was read last, and with it the zxid up to which it holds.
        _current = ElementOf(read, zxid, emit ?? ChangeCause.Initial);
        foreach (var subscription in _subscriptions)
        {
            if (emit is not null || !subscription.HasState) OfferLocked(subscription, emit ?? ChangeCause.Initial);
        }
    }

    private void OfferLocked(StreamSubscription<TElement> subscription, ChangeCause cause)
    {
        subscription.Offer(_current!, cause);
        subscription.OfferFreshness(_isFresh);
    }

    private void TellFreshnessLocked()
    {
        if (_ended || _isFresh == _core.IsFresh) return;
        _isFresh = _core.IsFresh;
        foreach (var subscription in _subscriptions) subscription.OfferFreshness(_isFresh);
    }

    /// <summary>Makes <paramref name="watch"/> the stream's; returns the one that is not needed any more.</summary>
    private IZkOneShotWatch? ReplaceLocked(IZkOneShotWatch watch)
    {
        if (_ended) return watch;
        (var old, _watch) = (_watch, watch);
        return old;
    }

    /// <summary>Sets or stops the timer as a step says. Under the lock, so that steps and timers keep the same order.</summary>
    private StreamStep PauseLocked(in StreamStep step)
    {
        if (step.Effect is StreamEffect.None) return step;
        _timer?.Dispose();
        _timer = step.Effect != StreamEffect.Wait ? null
            : new StreamTimer(OnTimer, Client.Options.TimeProvider, step.MinDelay + ((step.MaxDelay - step.MinDelay) * Random.Shared.NextDouble()));
        return step;
    }

    private void End(Exception? error)
    {
        IZkOneShotWatch? watch;
        lock (_lock)
        {
            if (_ended) return;
            watch = EndLocked();
            foreach (var subscription in _subscriptions) subscription.End(error);
            _subscriptions.Clear();
        }

        _owner.Remove(this, new StreamKey(_kind, Path));
        Discard(watch);
    }

    private IZkOneShotWatch? EndLocked()
    {
        _ended = true;
        _timer?.Dispose();
        _timer = null;
        (var watch, _watch) = (_watch, null);
        return watch;
    }

    private static void Discard(IZkOneShotWatch? watch)
    {
        if (watch is { Fired.IsCompleted: false }) _ = DiscardAsync(watch);
    }

    /// <summary>Takes a watch away. If that fails, it has gone with its connection or fires once more into the void.</summary>
    private static async Task DiscardAsync(IZkOneShotWatch watch)
    {
        try
        {
            await watch.DisposeAsync();
        }
        catch (Exception e) when (e is ZkException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }
}
