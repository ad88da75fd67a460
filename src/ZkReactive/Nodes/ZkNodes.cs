using System.Runtime.CompilerServices;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>What needs several requests: writing a node whether or not it exists, and reading and deleting trees.</summary>
public static class ZkNodes
{
    /// <summary>How many reads of one parent's children are under way at a time.</summary>
    private const int ReadAhead = 64;

    /// <summary>Sets a node's data, whatever its version, or creates it, with its parents, where it is not there.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have been done all the same.</param>
    public static async Task<NodeWritten> SetOrCreateAsync(
        this IZkClient client, ZkPath path, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        while (true)
        {
            try
            {
                return new NodeWritten(path, await client.SetAsync(path, data, NodeVersion.Any, cancellationToken).ConfigureAwait(false), IsCreated: false);
            }
            catch (NoNodeException)
            {
                // Not there: create it below. Somebody else may do so first; then there is a node to set.
            }

            try
            {
                var created = await client.CreateAsync(
                    path, data, CreateMode.Persistent, new ZkCreateOptions { CreateParents = true }, cancellationToken).ConfigureAwait(false);
                return new NodeWritten(path, created.Stat, IsCreated: true);
            }
            catch (NodeExistsException)
            {
                // Created by somebody else in between.
            }
        }
    }

    /// <summary>Deletes a node with all that is below it, from the leaves up. Not atomic: others see it shrink.</summary>
    /// <remarks>Nodes that appear meanwhile are deleted as well, nodes that go are not missed.</remarks>
    /// <param name="client">The connection.</param>
    /// <param name="root">The top of the tree.</param>
    /// <param name="cancellationToken">Stops; what was deleted stays deleted.</param>
    /// <returns>How many nodes were deleted by this call.</returns>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    public static async Task<int> DeleteTreeAsync(this IZkClient client, ZkPath root, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
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

    /// <summary>
    /// Reads the nodes below <paramref name="root"/>, each parent before its children, siblings in ordinal order. Not a
    /// snapshot: each node is as it was when it was read; one that went meanwhile is left out.
    /// </summary>
    /// <remarks>A node that its ACL forbids to read has empty data, and nothing below it is read.</remarks>
    /// <param name="client">The connection.</param>
    /// <param name="root">The top of the tree, which itself is not given.</param>
    /// <param name="depth">How many levels of parents to open: 0 gives the children alone.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    public static async IAsyncEnumerable<ZkNode> ReadDescendantsAsync(
        this IZkClient client, ZkPath root, int depth = int.MaxValue, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        var levels = new Stack<Queue<ZkPath>>();
        levels.Push(Order(await client.GetChildrenAsync(root, cancellationToken).ConfigureAwait(false)));
        var read = new Dictionary<ZkPath, Task<ZkNode?>>();
        while (levels.TryPeek(out var level))
        {
            foreach (var ahead in level.Take(ReadAhead).Where(path => !read.ContainsKey(path)))
                read.Add(ahead, ReadAsync(client, ahead, cancellationToken));
            if (!level.TryDequeue(out var path))
            {
                levels.Pop();
                continue;
            }

            read.Remove(path, out var reading);
            if (await reading!.ConfigureAwait(false) is not { } node) continue;

            yield return node;
            if (levels.Count <= depth && node.Stat.ChildCount > 0) levels.Push(await ListAsync(client, path, cancellationToken).ConfigureAwait(false));
        }
    }

    private static async Task<ZkNode?> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
        catch (NoAuthException)
        {
            var existence = await client.ExistsAsync(path, cancellationToken).ConfigureAwait(false);
            return existence.Exists ? new ZkNode(path, default, existence.Stat.Value, existence.Zxid) : null;
        }
    }

    private static async Task<Queue<ZkPath>> ListAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return Order(await client.GetChildrenAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is NoNodeException or NoAuthException)
        {
            return new Queue<ZkPath>();
        }
    }

    private static Queue<ZkPath> Order(ZkChildren children) =>
        new(children.Names.Order(StringComparer.Ordinal).Select(name => children.Path / name));
}
