using ZkReactive.Client;
using ZkReactive.Streams.Core;
using ZkReactive.Streams.Trees.Sync;

namespace ZkReactive.Streams.Sharing;

/// <summary>
/// One live tree: a loop that reads what its <see cref="TreeSync"/> asks for and hands each new snapshot to every observer's
/// slot. While nothing changes it waits, and nothing of it runs.
/// </summary>
internal sealed partial class TreeStream : ISharedStream<TreeChange>, IStreamSource<TreeChange>
{
    private readonly Lock _lock = new();
    private readonly ClientStreams _owner;
    private readonly StreamKey _key;
    private readonly IZkClient _client;
    private readonly StreamTiming _timing;
    private readonly TreeSync _sync;
    private readonly TreeSnapshot _nothing;
    private readonly AsyncSignal _signal = new();
    private readonly List<StreamSubscription<TreeChange>> _subscriptions = new(1);
    private TreeSnapshot? _shown;
    private ITreeReader? _reader;
    private StreamTimer? _timer;
    private bool _isStarted;
    private bool _isFresh;
    private bool _isIdle;
    private bool _isHurried;
    private bool _isEnded;

    public TreeStream(ClientStreams owner, IZkClient client, StreamKey key, StreamTiming timing)
    {
        _owner = owner;
        _key = key;
        _client = client;
        _timing = timing;
        _sync = new TreeSync(new TreeScope(key.Path, key.Tree!));
        _nothing = _sync.Tree;
    }

    /// <inheritdoc/>
    public IDisposable? TryAdd(IObserver<TreeChange> observer)
    {
        var subscription = new StreamSubscription<TreeChange>(this, observer);
        bool starts;
        lock (_lock)
        {
            if (_isEnded) return null;
            _subscriptions.Add(subscription);
            (starts, _isStarted) = (!_isStarted, true);

            // An event that waits says that what is known is old: an observer that comes after a write of its own must not be
            // shown what was there before. Nor should it have to wait for a pass that was put off.
            if (_shown is not null && _isFresh && _isIdle && _reader is { Events.Count: 0 }) OfferLocked(subscription, ChangeCause.Initial);
            else _isHurried = true;
        }

        if (starts) Start();
        else _signal.Set();
        return subscription;
    }

    /// <inheritdoc/>
    public void Remove(StreamSubscription<TreeChange> subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.Remove(subscription) || _subscriptions.Count > 0 || _isEnded) return;
        }

        End(error: null);
    }

    /// <inheritdoc/>
    public void OnSessionChanged()
    {
        if (!_client.Session.IsConnected) SetFresh(false);
        _signal.Set();
    }

    /// <inheritdoc/>
    public void OnClientClosed() => End(error: null);

    /// <inheritdoc/>
    /// <remarks>The difference is taken against what this observer saw, so none is lost when emissions are merged for it.</remarks>
    public TreeChange Adapt(TreeChange element, TreeChange? last, ChangeCause cause) =>
        element with { Before = last?.Tree ?? _nothing, Cause = cause };

    /// <inheritdoc/>
    public TreeChange Keep(TreeChange element) => element with { Before = element.Tree };

    /// <inheritdoc/>
    public void ReportThrown(Exception exception) => StreamLog.ObserverThrew(_client.Options.LoggerFactory, _key.Path, exception);

    /// <summary>Shows the present snapshot to everybody if it differs, and to those who have seen none.</summary>
    private void Publish(bool wasAway)
    {
        var tree = _sync.Tree;
        lock (_lock)
        {
            if (_isEnded) return;
            ChangeCause? emit = _shown is null ? ChangeCause.Initial
                : !tree.DifferencesFrom(_shown).Any() ? null
                : wasAway ? ChangeCause.Resync : ChangeCause.Change;
            _shown = tree;
            _isHurried = false;
            foreach (var subscription in _subscriptions)
            {
                if (emit is not null || !subscription.HasState) OfferLocked(subscription, emit ?? ChangeCause.Initial);
            }
        }
    }

    private void OfferLocked(StreamSubscription<TreeChange> subscription, ChangeCause cause)
    {
        subscription.Offer(new TreeChange(_shown!, _nothing, cause), cause);
        subscription.OfferFreshness(_isFresh);
    }

    private void SetFresh(bool isFresh)
    {
        lock (_lock)
        {
            if (_isFresh == isFresh || _isEnded) return;

            // Asked under the lock: a loss that comes later is told later.
            if (isFresh && !(_client.Session.IsConnected && _client.Session.ConnectionNumber == _session?.ConnectionNumber)) return;
            _isFresh = isFresh;
            foreach (var subscription in _subscriptions) subscription.OfferFreshness(isFresh);
        }
    }

    private void End(Exception? error)
    {
        ITreeReader? reader;
        lock (_lock)
        {
            if (_isEnded) return;
            _isEnded = true;
            _timer?.Dispose();
            (reader, _reader) = (_reader, null);
            foreach (var subscription in _subscriptions) subscription.End(error);
            _subscriptions.Clear();
        }

        _owner.Remove(this, _key);
        _signal.Set();
        if (reader is not null) _ = DiscardAsync(reader);
    }

    /// <summary>Takes the watches away. If that fails, they have gone with their connection or fire once more into the void.</summary>
    private static async Task DiscardAsync(ITreeReader reader)
    {
        try
        {
            await reader.DisposeAsync();
        }
        catch (Exception e) when (e is ZkException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }
}
