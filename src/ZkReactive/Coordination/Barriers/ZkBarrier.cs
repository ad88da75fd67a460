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
    public Task CloseAsync(CancellationToken cancellationToken = default) => Patience.RunAsync(
        client,
        async token =>
        {
            try
            {
                await client.CreateAsync(Path, default, CreateMode.Persistent, new ZkCreateOptions { CreateParents = true }, token).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // Closed already.
            }

            return true;
        },
        cancellationToken);

    /// <summary>Opens the barrier: all who wait go on. Does nothing when it is open.</summary>
    public Task OpenAsync(CancellationToken cancellationToken = default) => NodeWait.DeleteAsync(client, Path, cancellationToken);

    /// <summary>Waits until the barrier is open; at once when it is.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken = default)
    {
        await NodeWait.UntilAsync(client, Path, exists: false, cancellationToken).ConfigureAwait(false);
        CoordinationLog.BarrierPassed(CoordinationLog.Of(client), client.Session.Id, Path);
    }
}
