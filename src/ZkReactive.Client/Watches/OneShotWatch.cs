using ZkReactive.Protocol;

namespace ZkReactive.Client.Watches;

/// <summary>One user's one-shot watch. Several of a path and kind share one watch of the server.</summary>
internal sealed class OneShotWatch(WatchRegistry registry, ZkPath path, string serverPath) : IZkOneShotWatch, IReservableWatch
{
    // Completed while the read loop holds its place, so that it is done before any later reply; continuations elsewhere.
    private readonly TaskCompletionSource<ZkWatchEvent> _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public ZkPath Path { get; } = path;

    /// <inheritdoc/>
    public Task<ZkWatchEvent> Fired => _fired.Task;

    /// <inheritdoc/>
    public string ServerPath { get; } = serverPath;

    /// <summary>What it was left by; known once it is armed.</summary>
    public WatchKind Kind { get; set; }

    /// <inheritdoc/>
    public int ReservedIn { get; set; }

    /// <summary>Asked while the request is written: whether the server has to be asked for a watch.</summary>
    public bool NeedsServerWatch() => registry.Reserve(this);

    /// <summary>Takes events from now on; called for the reply that left the watch.</summary>
    public void Arm(WatchKind kind) => registry.Arm(this, kind);

    /// <summary>The request is over, whether it armed the watch or not.</summary>
    public void Release() => registry.Release(this);

    /// <summary>Completes <see cref="Fired"/>.</summary>
    public void Fire(in ZkWatchEvent happened) => _fired.TrySetResult(happened);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        registry.Remove(this);
        Fire(new ZkWatchEvent(WatchEventType.None, Path, KeeperState.Closed, Zxid.None));
        return ValueTask.CompletedTask;
    }
}
