using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>Several locks that are held together or not at all. They are taken in one order, by path, so that two of these never wait for each other.</summary>
public sealed class ZkMultiLock
{
    private readonly IZkClient _client;
    private readonly ZkMutex[] _locks;

    /// <summary>Makes one of the mutexes at these paths; nothing is asked of the server yet.</summary>
    public ZkMultiLock(IZkClient client, IEnumerable<ZkPath> paths, ZkLockOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _locks = [.. paths.Distinct().Order().Select(path => new ZkMutex(client, path, options))];
        if (_locks.Length == 0) throw new ArgumentException("A multi-lock needs at least one path.", nameof(paths));
    }

    /// <summary>The locks' paths, in the order they are taken.</summary>
    public IReadOnlyList<ZkPath> Paths => [.. _locks.Select(one => one.Path)];

    /// <summary>Waits until all are held; while it waits for one it keeps those before.</summary>
    public async Task<ZkMultiLockHandle> AcquireAsync(CancellationToken cancellationToken = default)
    {
        var held = new List<ZkLockHandle>(_locks.Length);
        try
        {
            foreach (var one in _locks) held.Add(await one.AcquireAsync(cancellationToken).ConfigureAwait(false));
            return new ZkMultiLockHandle(held);
        }
        catch
        {
            for (var i = held.Count - 1; i >= 0; i--) await held[i].DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until all are held, but not longer than <paramref name="timeout"/>; null when that was too short, and then none is held.</summary>
    public Task<ZkMultiLockHandle?> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Core.Deadline.TryAsync(_client, timeout, async token => (ZkMultiLockHandle?)await AcquireAsync(token).ConfigureAwait(false), cancellationToken);
}
