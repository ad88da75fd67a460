using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>
/// A lock that many readers or one writer have at a time. A reader waits for the writers that asked before it; a writer for
/// everybody that did. It interoperates with Curator's <c>InterProcessReadWriteLock</c> and, with
/// <see cref="LockNaming.Kazoo"/>, with kazoo's <c>ReadLock</c> and <c>WriteLock</c>; a <see cref="ZkMutex"/> on the same path is a writer.
/// </summary>
public sealed class ZkReadWriteLock
{
    private readonly IZkClient _client;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkReadWriteLock(IZkClient client, ZkPath path, ZkLockOptions? options = null)
    {
        _client = client;
        Path = path;
        Reader = new LineLock(client, path, options, LockNames.Reader, isShared: true);
        Writer = new LineLock(client, path, options, LockNames.Writer, isShared: false);
    }

    /// <summary>The node below which those who want it stand in line.</summary>
    public ZkPath Path { get; }

    /// <summary>The side that many may have at a time.</summary>
    public IZkLock Reader { get; }

    /// <summary>The side that one has alone.</summary>
    public IZkLock Writer { get; }

    /// <summary>Those who hold or want the lock, in the order of asking.</summary>
    public Task<IReadOnlyList<ZkLockContender>> ReadContendersAsync(CancellationToken cancellationToken = default) =>
        LockContenders.ReadAsync(_client, Path, cancellationToken);
}
