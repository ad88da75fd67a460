using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>Deletes a node with all that is below it, from the leaves up. Not atomic: others see it shrink.</summary>
internal static class TreeDeletion
{
    /// <summary>Deletes a tree; nodes that appear meanwhile are deleted as well, nodes that go are not missed.</summary>
    /// <returns>How many nodes were deleted by this call.</returns>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    public static async Task<int> DeleteAsync(IZkClient client, ZkPath root, CancellationToken cancellationToken)
    {
        var count = 0;
        var pending = new Stack<ZkPath>();
        pending.Push(root);
        while (pending.TryPeek(out var path))
        {
            try
            {
                var children = await client.GetChildrenAsync(path, cancellationToken).ConfigureAwait(false);
                foreach (var name in children.Names) pending.Push(path / name);
                if (children.Names.Count > 0) continue;

                await client.DeleteAsync(path, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
                count++;
                pending.Pop();
            }
            catch (NotEmptyException)
            {
                // A child came between listing and deleting: list again.
            }
            catch (NoNodeException) when (path != root || count > 0)
            {
                // Somebody else deleted it: that is what was wanted.
                pending.Pop();
            }
        }

        return count;
    }
}
