namespace ZkReactive.Coordination.Locks;

/// <summary>Several locks that are held; dispose it to give them back, in the opposite order.</summary>
public sealed class ZkMultiLockHandle : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;

    internal ZkMultiLockHandle(IReadOnlyList<ZkLockHandle> locks)
    {
        Locks = locks;
        _lost = CancellationTokenSource.CreateLinkedTokenSource([.. locks.Select(one => one.Lost)]);
    }

    /// <summary>The locks, in the order they were taken, each with a fencing token of its own.</summary>
    public IReadOnlyList<ZkLockHandle> Locks { get; }

    /// <summary>Fires when one of them can no longer be relied upon.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Gives all of them back.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = Locks.Count - 1; i >= 0; i--) await Locks[i].DisposeAsync().ConfigureAwait(false);
    }
}
