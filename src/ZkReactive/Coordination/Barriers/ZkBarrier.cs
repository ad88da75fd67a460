using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Barriers;

/// <summary>Holds everybody up who waits, as long as its node is there; as Curator's <c>DistributedBarrier</c> and kazoo's <c>Barrier</c>.</summary>
public sealed class ZkBarrier(IZkClient client, ZkPath path)
{
    /// <summary>The barrier's node.</summary>
    public ZkPath Path { get; } = path;

    /// <summary>Closes the barrier, if it is open.</summary>
    public Task CloseAsync(CancellationToken cancellationToken = default) =>
        NodeWait.CreateAsync(client, Path, default, CreateMode.Persistent, cancellationToken);

    /// <summary>Opens the barrier: all who wait go on. Does nothing when it is open.</summary>
    public Task OpenAsync(CancellationToken cancellationToken = default) => NodeWait.DeleteAsync(client, Path, cancellationToken);

    /// <summary>Waits until the barrier is open; at once when it is. Who waited when it was opened goes on, though it be closed again by now.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken = default)
    {
        var closed = Zxid.None;
        while (true)
        {
            var (found, watch) = await Patience.RunAsync(client, token => client.ExistsWatchedAsync(Path, token), cancellationToken).ConfigureAwait(false);
            await using (watch.ConfigureAwait(false))
            {
                // Another node than before: it was opened between two looks, and closed for those who come later.
                if (!found.Exists || (closed != Zxid.None && found.Stat.Value.Czxid != closed)) break;
                closed = found.Stat.Value.Czxid;
                await NodeWait.AnyAsync(client, watch, cancellationToken).ConfigureAwait(false);
            }
        }

        CoordinationLog.BarrierPassed(CoordinationLog.Of(client), client.Session.Id, Path);
    }
}
