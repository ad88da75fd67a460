using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Sharing;

namespace ZkReactive.Caches;

/// <summary>
/// What a stream showed last, to be read from any thread without locks or round trips. It is kept when the connection is
/// lost, and says so: <see cref="Staleness"/>.
/// </summary>
/// <remarks>Caches of the same client on the same path share one watch and one read for each change, with each other and with streams.</remarks>
/// <typeparam name="TChange">What the stream emits.</typeparam>
public abstract class ZkCache<TChange> : IDisposable
    where TChange : class
{
    private readonly Feed _feed;
    private readonly IZkClient _client;
    private IDisposable? _subscription;

    private protected ZkCache(IZkClient client, ZkPath path)
    {
        _client = client;
        _feed = new Feed(this, client);
        Path = path;
    }

    /// <summary>The node.</summary>
    public ZkPath Path { get; }

    /// <summary>Whether anything was read yet. A node that is known to be absent was read.</summary>
    public bool IsLoaded => _feed.Latest is not null;

    /// <summary>The last transaction the server had applied when the state was read; <see cref="Zxid.None"/> before that.</summary>
    public Zxid AsOfZxid => _feed.Latest is { } latest ? ZxidOf(latest) : Zxid.None;

    /// <summary>Whether the state is the present one, as far as can be known here, and if not why and since when.</summary>
    public CacheStaleness Staleness
    {
        get
        {
            if (_feed.StaleSince is not { } since) return default;
            var reason = _feed.HasEnded ? CacheStaleReason.Ended
                : !_client.Session.IsConnected ? CacheStaleReason.Disconnected
                : IsLoaded ? CacheStaleReason.CatchingUp
                : CacheStaleReason.Loading;
            return new CacheStaleness(reason, since.At);
        }
    }

    /// <summary>Why the cache does not go on; null while it does, and when it was closed.</summary>
    public Exception? Error => _feed.Error;

    /// <summary>
    /// What changes, as a stream with the promises of the one below: the present state first, then every change after the
    /// cache has it; merged for slow observers; on the thread pool; ending with the cache.
    /// </summary>
    public IObservable<TChange> Changes => _feed;

    private protected TChange? Latest => _feed.Latest;

    /// <summary>Waits until something was read.</summary>
    /// <exception cref="ZkException">The stream failed before that.</exception>
    /// <exception cref="ObjectDisposedException">The cache or its client was closed before that.</exception>
    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken = default) => _feed.Loaded.WaitAsync(cancellationToken);

    /// <summary>Lets the stream go. What was read last can still be read.</summary>
    public void Dispose()
    {
        _subscription?.Dispose();
        _feed.OnCompleted();
        GC.SuppressFinalize(this);
    }

    private protected void Follow(IObservable<TChange> stream) => _subscription = stream.Subscribe(_feed);

    /// <summary>The transaction that a change is as of.</summary>
    private protected abstract Zxid ZxidOf(TChange change);

    /// <summary>Fits a change to what an observer saw last.</summary>
    private protected abstract TChange Adapt(TChange change, TChange? last, ChangeCause cause);

    /// <summary>What is kept of a change.</summary>
    private protected virtual TChange Keep(TChange change) => change;

    /// <summary>Why a change was emitted.</summary>
    private protected abstract ChangeCause CauseOf(TChange change);

    private sealed class Since(DateTimeOffset at)
    {
        public DateTimeOffset At { get; } = at;
    }

    /// <summary>Observes the stream, and is a stream itself for those who want to be told.</summary>
    private sealed class Feed : IObserver<TChange>, IFreshnessObserver, IObservable<TChange>, IStreamSource<TChange>
    {
        private readonly Lock _lock = new();
        private readonly ZkCache<TChange> _cache;
        private readonly IZkClient _client;
        private readonly List<StreamSubscription<TChange>> _subscriptions = new(0);
        private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile TChange? _latest;
        private volatile Since? _staleSince;
        private volatile bool _hasEnded;

        public Feed(ZkCache<TChange> cache, IZkClient client)
        {
            _cache = cache;
            _client = client;
            _staleSince = Now();
        }

        public TChange? Latest => _latest;

        public Since? StaleSince => _staleSince;

        public bool HasEnded => _hasEnded;

        public Exception? Error { get; private set; }

        public Task Loaded => _loaded.Task;

        public void OnNext(TChange value)
        {
            lock (_lock)
            {
                _latest = _cache.Keep(value);
                foreach (var subscription in _subscriptions) subscription.Offer(value, _cache.CauseOf(value));
            }

            _loaded.TrySetResult();
        }

        public void OnFreshness(bool isFresh)
        {
            if (!_hasEnded) _staleSince = isFresh ? null : _staleSince ?? Now();
        }

        public void OnError(Exception error) => End(error);

        public void OnCompleted() => End(null);

        public IDisposable Subscribe(IObserver<TChange> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var subscription = new StreamSubscription<TChange>(this, observer);
            lock (_lock)
            {
                if (_latest is { } latest) subscription.Offer(latest, ChangeCause.Initial);
                if (_hasEnded) subscription.End(Error);
                else _subscriptions.Add(subscription);
            }

            return subscription;
        }

        public TChange Adapt(TChange element, TChange? last, ChangeCause cause) => _cache.Adapt(element, last, cause);

        public TChange Keep(TChange element) => _cache.Keep(element);

        public void Remove(StreamSubscription<TChange> subscription)
        {
            lock (_lock) _subscriptions.Remove(subscription);
        }

        public void ReportThrown(Exception exception) => StreamLog.ObserverThrew(_client.Options.LoggerFactory, _cache.Path, exception);

        private void End(Exception? error)
        {
            lock (_lock)
            {
                if (_hasEnded) return;
                Error = error;
                _staleSince ??= Now();
                _hasEnded = true;
                foreach (var subscription in _subscriptions) subscription.End(error);
                _subscriptions.Clear();
            }

            _loaded.TrySetException(error ?? new ObjectDisposedException(_cache.GetType().Name, $"The cache of {_cache.Path} was closed before it was loaded."));
            _ = _loaded.Task.Exception;
        }

        private Since Now() => new(_client.Options.TimeProvider.GetUtcNow());
    }
}
