using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Counters;

/// <summary>A value that many read and change together. Each change is made from the newest value, so none overwrites another unseen.</summary>
public sealed class ZkSharedValue(IZkClient client, ZkPath path)
{
    /// <summary>The value's node.</summary>
    public ZkPath Path { get; } = path;

    /// <summary>
    /// Changes the value by a function of what it is. The function is called again when somebody else was quicker, so it
    /// should do nothing else; and it may be called once more after a lost reply, when it must do no harm.
    /// </summary>
    /// <returns>What was written.</returns>
    public async Task<ReadOnlyMemory<byte>> UpdateAsync(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await Patience.RunAsync(client, token => UpdateOnceAsync(change, token), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> UpdateOnceAsync(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var node = await client.GetAsync(Path, cancellationToken).ConfigureAwait(false);
                var next = change(node.Data);
                await client.SetAsync(Path, next, node.Stat.Version, cancellationToken).ConfigureAwait(false);
                return next;
            }
            catch (BadVersionException)
            {
                // Somebody was quicker.
            }
            catch (NoNodeException)
            {
                await NodeWait.CreateAsync(client, Path, default, CreateMode.Persistent, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
