using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>Parents of a recipe's nodes: containers, which servers remove when they are empty; plain nodes where servers know none.</summary>
internal static class ContainerNodes
{
    /// <summary>Makes a node with its parents, if it is not there.</summary>
    public static async Task EnsureAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        if (path.IsRoot) return;
        try
        {
            await CreateAsync(client, path, CreateMode.Container, cancellationToken).ConfigureAwait(false);
        }
        catch (UnimplementedException)
        {
            await CreateAsync(client, path, CreateMode.Persistent, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CreateAsync(IZkClient client, ZkPath path, CreateMode mode, CancellationToken cancellationToken) => await Patience.RunAsync(
        client,
        async token =>
        {
            try
            {
                await client.CreateAsync(path, default, mode, new ZkCreateOptions { CreateParents = true }, token).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // By somebody else, or by an attempt whose reply was lost.
            }

            return true;
        },
        cancellationToken).ConfigureAwait(false);
}
