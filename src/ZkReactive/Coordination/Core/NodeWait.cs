using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>Waits for one node to come or go, over lost connections and expired sessions.</summary>
internal static class NodeWait
{
    /// <summary>Waits until the node is there, or until it is not; gives what was seen.</summary>
    public static async Task<ZkExistence> UntilAsync(IZkClient client, ZkPath path, bool exists, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (found, watch) = await Patience.RunAsync(client, token => client.ExistsWatchedAsync(path, token), cancellationToken).ConfigureAwait(false);
            await using (watch.ConfigureAwait(false))
            {
                if (found.Exists == exists) return found;
                await AnyAsync(client, watch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until a watch has fired, for whatever reason.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public static async Task AnyAsync(IZkClient client, IZkOneShotWatch watch, CancellationToken cancellationToken)
    {
        var fired = await watch.Fired.WaitAsync(cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(fired is { Type: WatchEventType.None, State: KeeperState.Closed }, client);
    }

    /// <summary>The children's names; none where there is no parent.</summary>
    public static Task<IReadOnlyList<string>> ChildrenAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken) => Patience.RunAsync(
        client,
        async token =>
        {
            try
            {
                return (await client.GetChildrenAsync(path, token).ConfigureAwait(false)).Names;
            }
            catch (NoNodeException)
            {
                return [];
            }
        },
        cancellationToken);

    /// <summary>Makes a node with its parents, if it is not there.</summary>
    public static Task CreateAsync(IZkClient client, ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, CancellationToken cancellationToken) => Patience.RunAsync(
        client,
        async token =>
        {
            try
            {
                await client.CreateAsync(path, data, mode, new ZkCreateOptions { CreateParents = true }, token).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // By somebody else, or by an attempt whose reply was lost.
            }

            return true;
        },
        cancellationToken);

    /// <summary>Deletes a node, if it is there.</summary>
    public static Task DeleteAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken) => Patience.RunAsync(
        client,
        async token =>
        {
            try
            {
                await client.DeleteAsync(path, NodeVersion.Any, token).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                // That is what was wanted.
            }

            return true;
        },
        cancellationToken);
}
