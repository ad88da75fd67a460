using System.Threading.Channels;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Watches;

/// <summary>One user's persistent watch. Several of a path and mode share one watch of the server.</summary>
internal sealed class PersistentWatch : IZkPersistentWatch, IReservableWatch
{
    private readonly WatchRegistry _registry;
    private readonly Channel<ZkWatchEvent> _events;
    private readonly int _capacity;

    // Written by whoever holds the client's gate.
    private bool _overflowed;

    public PersistentWatch(WatchRegistry registry, ZkPath path, string serverPath, WatchMode mode, int capacity)
    {
        _registry = registry;
        _capacity = capacity;
        Path = path;
        ServerPath = serverPath;
        Mode = mode;

        // One place more than events are kept for: the mark that takes the place of the dropped ones.
        _events = Channel.CreateBounded<ZkWatchEvent>(new BoundedChannelOptions(capacity + 1) { SingleReader = false, SingleWriter = true });
    }

    /// <inheritdoc/>
    public ZkPath Path { get; }

    /// <inheritdoc/>
    public WatchMode Mode { get; }

    /// <inheritdoc/>
    public ChannelReader<ZkWatchEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public string ServerPath { get; }

    /// <inheritdoc/>
    public int ReservedIn { get; set; }

    /// <summary>The request goes out now.</summary>
    public void Reserve() => _registry.Reserve(this);

    /// <summary>Takes events from now on; called for the reply to the request.</summary>
    public void Arm() => _registry.Arm(this);

    /// <summary>The request is over. If the server has the watch and its user gave up waiting, it is removed again.</summary>
    public void Release(bool isOnServer)
    {
        if (isOnServer) _registry.NoteOnServer(this);
        _registry.Release(this);
    }

    /// <summary>Queues an event; when the queue is full, one mark instead of this and all that follow until there is room.</summary>
    public void Offer(in ZkWatchEvent happened)
    {
        var queued = _events.Reader.Count;
        if (queued < _capacity)
        {
            _overflowed = false;
            _events.Writer.TryWrite(happened);
            return;
        }

        if (_overflowed) return;
        _overflowed = true;
        ZkClientDiagnostics.CountOverflow();
        _events.Writer.TryWrite(GapOf(WatchGap.Overflow));
    }

    /// <summary>Queues a mark that events may be missing here.</summary>
    public void OfferGap(WatchGap gap) => Offer(GapOf(gap));

    /// <summary>Ends the stream of events.</summary>
    public void Complete(Exception? error = null) => _events.Writer.TryComplete(error);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _registry.Remove(this);
        Complete();
        return ValueTask.CompletedTask;
    }

    private ZkWatchEvent GapOf(WatchGap gap) => new(WatchEventType.None, Path, KeeperState.SyncConnected, Zxid.None, gap);
}
