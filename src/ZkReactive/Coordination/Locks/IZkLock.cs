using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>Something of which each client may have to wait for its turn. Safe for use from any thread; each acquisition is one of its own.</summary>
public interface IZkLock
{
    /// <summary>The node below which those who want it stand in line.</summary>
    ZkPath Path { get; }

    /// <summary>Waits for the turn, in the order of asking, over lost connections and expired sessions (after which it asks anew).</summary>
    /// <exception cref="OperationCanceledException">The token fired; the place in the line is given up.</exception>
    Task<ZkLockHandle> AcquireAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the turn, but not longer than <paramref name="timeout"/>; null when that was too short. With
    /// <see cref="TimeSpan.Zero"/> it takes what is free and never waits for others.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token fired; the place in the line is given up.</exception>
    Task<ZkLockHandle?> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
