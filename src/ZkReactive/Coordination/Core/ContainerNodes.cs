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
            await NodeWait.CreateAsync(client, path, default, CreateMode.Container, cancellationToken).ConfigureAwait(false);
        }
        catch (UnimplementedException)
        {
            await NodeWait.CreateAsync(client, path, default, CreateMode.Persistent, cancellationToken).ConfigureAwait(false);
        }
    }
}
