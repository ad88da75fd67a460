namespace ZkReactive.Streams.Sharing;

/// <summary>
/// One observer: a slot that holds at most one element (a newer one takes its place) and hands it over on the thread pool,
/// one at a time. A slow, blocking or throwing observer harms nobody else. Only an <see cref="IFreshnessObserver"/>, which is
/// one of our own and quick, is called at once, by whoever fills the slot.
/// </summary>
internal sealed class StreamSubscription<TElement>(IStreamSource<TElement> source, IObserver<TElement> observer)
    : IDisposable, IThreadPoolWorkItem
    where TElement : class
{
    private readonly Lock _lock = new();
    private TElement? _pending;
    private ChangeCause _cause;
    private TElement? _last;
    private Exception? _error;
    private bool? _freshness;
    private bool _ended;
    private bool _scheduled;
    private volatile bool _disposed;

    /// <summary>Whether anything was ever put into the slot. Asked and changed under the stream's lock only.</summary>
    public bool HasState { get; private set; }

    /// <summary>Puts an element into the slot. Merging keeps the strongest mark: first of all, then resync, then change.</summary>
    public void Offer(TElement element, ChangeCause cause)
    {
        bool starts;
        lock (_lock)
        {
            if (!HasState || (_pending is not null && _cause == ChangeCause.Initial)) _cause = ChangeCause.Initial;
            else if (_pending is null || cause == ChangeCause.Resync) _cause = cause;
            HasState = true;
            if (_disposed) return;
            _pending = element;
            starts = StartsLocked();
        }

        if (starts) Start();
    }

    /// <summary>Tells an observer that wants to know whether what is in the slot, or was last, is the present state.</summary>
    public void OfferFreshness(bool isFresh)
    {
        if (observer is not IFreshnessObserver) return;
        bool starts;
        lock (_lock)
        {
            _freshness = isFresh;
            starts = StartsLocked();
        }

        if (starts) Start();
    }

    /// <summary>Ends the observer's stream after what is in the slot.</summary>
    public void End(Exception? error)
    {
        bool starts;
        lock (_lock)
        {
            _ended = true;
            _error = error;
            starts = StartsLocked();
        }

        if (starts) Start();
    }

    /// <summary>No call of the observer begins after this; one under way goes on.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        source.Remove(this);
        lock (_lock) _pending = null;
    }

    /// <inheritdoc/>
    public void Execute()
    {
        while (TryTake(out var element, out var cause, out var freshness))
        {
            try
            {
                if (!Deliver(element, cause, freshness)) return;
            }
            catch (Exception e)
            {
                Dispose();
                ZkStreamDiagnostics.NoteDropped();
                source.ReportThrown(e);
                return;
            }
        }
    }

    /// <summary>Calls the observer; returns whether more may come.</summary>
    private bool Deliver(TElement? element, ChangeCause cause, bool? freshness)
    {
        if (element is not null)
        {
            var fitted = source.Adapt(element, _last, cause);
            _last = source.Keep(fitted);
            source.ReportGiven(fitted, cause);
            if (!_disposed) observer.OnNext(fitted);
        }

        if (freshness is { } isFresh && !_disposed) ((IFreshnessObserver)observer).OnFreshness(isFresh);
        if (element is not null || freshness is not null) return true;

        _disposed = true;
        if (_error is null) observer.OnCompleted();
        else observer.OnError(_error);
        return false;
    }

    /// <summary>Takes what is next: an element, freshness or both, or neither for the end; false when there is nothing to do.</summary>
    private bool TryTake(out TElement? element, out ChangeCause cause, out bool? freshness)
    {
        lock (_lock)
        {
            element = _pending;
            cause = _cause;
            _pending = null;
            freshness = _freshness;
            _freshness = null;
            if (!_disposed && (element is not null || freshness is not null || _ended)) return true;
            _scheduled = false;
            return false;
        }
    }

    /// <summary>Whether somebody has to begin to hand over, who is the caller then.</summary>
    private bool StartsLocked()
    {
        if (_scheduled || _disposed) return false;
        return _scheduled = true;
    }

    private void Start()
    {
        if (observer is IFreshnessObserver) Execute();
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
