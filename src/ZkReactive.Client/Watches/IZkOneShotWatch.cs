using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// A one-shot watch on the server. It survives reconnects of its session (it is set again, and fires at once if it would
/// have fired in between). Disposing it removes it from the server when nobody else in this client needs it.
/// </summary>
public interface IZkOneShotWatch : IAsyncDisposable
{
    /// <summary>The node that is watched.</summary>
    ZkPath Path { get; }

    /// <summary>
    /// Completes once, with what happened: a change of the node; or <see cref="WatchEventType.None"/> with
    /// <see cref="KeeperState.Expired"/> when the session ended, or <see cref="KeeperState.Closed"/> when the client or the
    /// watch was disposed. It never faults. Continuations run on the thread pool.
    /// </summary>
    Task<ZkWatchEvent> Fired { get; }
}
