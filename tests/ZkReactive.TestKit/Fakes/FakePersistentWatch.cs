using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <summary>A persistent watch of a <see cref="FakeZkClient"/>.</summary>
public sealed class FakePersistentWatch : IZkPersistentWatch
{
    private readonly FakeZkClient _client;
    private readonly Channel<ZkWatchEvent> _events;
    private readonly int _capacity;

    internal FakePersistentWatch(FakeZkClient client, ZkPath path, WatchMode mode)
    {
        _client = client;
        _capacity = client.Options.MaxQueuedWatchEvents;
        _events = Channel.CreateBounded<ZkWatchEvent>(_capacity + 1);
        Path = path;
        Mode = mode;
    }

    public ZkPath Path { get; }

    public WatchMode Mode { get; }

    public ChannelReader<ZkWatchEvent> Events => _events.Reader;

    /// <summary>Events that are on their way.</summary>
    internal Queue<ZkWatchEvent> Sent { get; } = new();

    public ValueTask DisposeAsync()
    {
        _client.Remove(this);
        Complete();
        return ValueTask.CompletedTask;
    }

    internal bool WaitsFor(ZkPath path, WatchEventType type) => Mode == WatchMode.PersistentRecursive
        ? path.IsAtOrUnder(Path) && type != WatchEventType.NodeChildrenChanged
        : path == Path;

    internal void Offer(in ZkWatchEvent happened)
    {
        if (_events.Reader.Count < _capacity) _events.Writer.TryWrite(happened);
        else _events.Writer.TryWrite(GapOf(WatchGap.Overflow));
    }

    internal void OfferGap(WatchGap gap) => Offer(GapOf(gap));

    internal void Complete(Exception? error = null) => _events.Writer.TryComplete(error);

    private ZkWatchEvent GapOf(WatchGap gap) => new(WatchEventType.None, Path, KeeperState.SyncConnected, Zxid.None, gap);
}
