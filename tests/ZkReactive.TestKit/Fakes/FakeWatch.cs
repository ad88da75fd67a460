using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <summary>A one-shot watch of a <see cref="FakeZkClient"/>.</summary>
public sealed class FakeWatch : IZkOneShotWatch
{
    private readonly FakeZkClient _client;
    private readonly TaskCompletionSource<ZkWatchEvent> _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FakeWatch(FakeZkClient client, FakeReadKind kind, ZkPath path)
    {
        _client = client;
        Kind = kind;
        Path = path;
    }

    /// <summary>The request that left it; <see cref="FakeReadKind.Exists"/> only when the node was absent.</summary>
    public FakeReadKind Kind { get; }

    public ZkPath Path { get; }

    public Task<ZkWatchEvent> Fired => _fired.Task;

    /// <summary>Whether the server still has it: it has not sent its event.</summary>
    internal bool Armed { get; set; } = true;

    /// <summary>The event that is on its way.</summary>
    internal WatchEventType? Sent { get; set; }

    public ValueTask DisposeAsync()
    {
        _client.Remove(this);
        return ValueTask.CompletedTask;
    }

    internal bool WaitsFor(WatchEventType type) => Kind switch
    {
        FakeReadKind.Get => type is WatchEventType.NodeDataChanged or WatchEventType.NodeDeleted,
        FakeReadKind.GetChildren => type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted,
        _ => type is WatchEventType.NodeCreated,
    };

    internal void Fire(WatchEventType type, KeeperState state = KeeperState.SyncConnected) =>
        _fired.TrySetResult(new ZkWatchEvent(type, Path, state, Zxid.None));
}
