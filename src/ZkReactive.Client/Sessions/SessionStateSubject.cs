namespace ZkReactive.Client.Sessions;

/// <summary>
/// The session's states for observers. Each subscriber has one place, which holds the newest state that it has not seen,
/// and is called on the thread pool, one call at a time, never by the thread that publishes.
/// </summary>
internal sealed class SessionStateSubject(ZkSessionState first) : IObservable<ZkSessionState>
{
    private readonly Lock _lock = new();
    private Subscription[] _subscriptions = [];
    private bool _isCompleted;

    /// <summary>The newest state.</summary>
    public ZkSessionState Current { get; private set; } = first;

    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<ZkSessionState> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observer);
        lock (_lock)
        {
            subscription.Publish(Current, _isCompleted);
            if (!_isCompleted) _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    /// <summary>Makes <paramref name="state"/> the newest.</summary>
    public void Publish(ZkSessionState state, bool isLast = false)
    {
        lock (_lock)
        {
            if (_isCompleted) return;
            Current = state;
            _isCompleted = isLast;
            foreach (var subscription in _subscriptions) subscription.Publish(state, isLast);
            if (isLast) _subscriptions = [];
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock) _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
    }

    private sealed class Subscription(SessionStateSubject owner, IObserver<ZkSessionState> observer) : IDisposable, IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private ZkSessionState? _unseen;
        private bool _completes;
        private bool _isRunning;
        private bool _isDisposed;

        public void Publish(ZkSessionState state, bool isLast)
        {
            lock (_lock)
            {
                _unseen = state;
                _completes |= isLast;
                if (_isRunning || _isDisposed) return;
                _isRunning = true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            while (TryTake(out var state, out var completes))
            {
                if (state is not null) observer.OnNext(state);
                if (completes) observer.OnCompleted();
            }
        }

        public void Dispose()
        {
            lock (_lock) _isDisposed = true;
            owner.Remove(this);
        }

        private bool TryTake(out ZkSessionState? state, out bool completes)
        {
            lock (_lock)
            {
                state = _unseen;
                _unseen = null;
                completes = state is null && _completes;
                if (completes) _completes = false;
                _isRunning = !_isDisposed && (state is not null || completes);
                return _isRunning;
            }
        }
    }
}
