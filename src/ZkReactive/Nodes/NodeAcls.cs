using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>Access control lists of whole trees.</summary>
public static class NodeAcls
{
    /// <summary>
    /// Gives a node and all below it the same list, from the leaves up, so that a list which shuts the caller out does so last.
    /// Not atomic; nodes that go meanwhile are passed over.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="root">The top of the tree.</param>
    /// <param name="acl">The list.</param>
    /// <param name="cancellationToken">Stops; what was changed stays changed.</param>
    /// <returns>The paths that were changed, in the order of the changes; the top is the last.</returns>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    public static async Task<IReadOnlyList<ZkPath>> SetTreeAclAsync(this IZkClient client, ZkPath root, IReadOnlyList<Acl> acl, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var paths = new List<ZkPath> { root };
        await foreach (var node in client.ReadDescendantsAsync(root, cancellationToken: cancellationToken).ConfigureAwait(false)) paths.Add(node.Path);
        var changed = new List<ZkPath>(paths.Count);
        foreach (var path in paths.OrderByDescending(path => path.Depth))
        {
            try
            {
                await client.SetAclAsync(path, acl, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
                changed.Add(path);
            }
            catch (NoNodeException) when (path != root)
            {
                // Gone meanwhile.
            }
        }

        return changed;
    }
}
