using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>
/// A lock that one holder has at a time, given in the order of asking. It interoperates with Curator's
/// <c>InterProcessMutex</c> and kazoo's <c>Lock</c> on the same path (see <see cref="LockNaming"/>).
/// </summary>
/// <remarks>
/// Each waiter watches the node of the one before it and no other, so a hand-over wakes one waiter. A client that dies
/// loses the lock, or its place, when its session expires; one that loses its connection keeps both until then.
/// </remarks>
public sealed class ZkMutex : IZkLock
{
    private readonly IZkClient _client;
    private readonly LineLock _lock;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkMutex(IZkClient client, ZkPath path, ZkLockOptions? options = null)
    {
        _client = client;
        _lock = new LineLock(client, path, options, LockNames.Mutex, isShared: false);
    }

    /// <inheritdoc/>
    public ZkPath Path => _lock.Path;

    /// <inheritdoc/>
    public Task<ZkLockHandle> AcquireAsync(CancellationToken cancellationToken = default) => _lock.AcquireAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ZkLockHandle?> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => _lock.TryAcquireAsync(timeout, cancellationToken);

    /// <summary>Those who hold or want the lock, the holder first.</summary>
    public Task<IReadOnlyList<ZkLockContender>> ReadContendersAsync(CancellationToken cancellationToken = default) =>
        LockContenders.ReadAsync(_client, Path, cancellationToken);
}
