using System.Runtime.CompilerServices;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>What needs several requests: writing a node whether or not it exists, and reading and deleting trees.</summary>
public static class ZkNodes
{
    /// <summary>How many reads of one parent's children are under way at a time.</summary>
    private const int ReadAhead = 64;

    /// <summary>What became of a node that was to be deleted.</summary>
    private enum Deleted
    {
        Now,
        Before,
        NotEmpty,
    }

    /// <summary>Sets a node's data, whatever its version, or creates it, with its parents, where it is not there.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have been done all the same.</param>
    public static Task<NodeWritten> SetOrCreateAsync(
        this IZkClient client, ZkPath path, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        SetOrCreateAsync(client, path, data, createParents: true, cancellationToken);

    /// <summary>Sets a node's data, whatever its version, or creates it where it is not there.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node.</param>
    /// <param name="data">Its data.</param>
    /// <param name="createParents">Whether missing parents are created too.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have been done all the same.</param>
    /// <exception cref="NoNodeException">The parent is not there and <paramref name="createParents"/> is off.</exception>
    public static async Task<NodeWritten> SetOrCreateAsync(
        this IZkClient client, ZkPath path, ReadOnlyMemory<byte> data, bool createParents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var options = new ZkCreateOptions { CreateParents = createParents };
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
                var created = await client.CreateAsync(path, data, CreateMode.Persistent, options, cancellationToken).ConfigureAwait(false);
                return new NodeWritten(path, created.Stat, IsCreated: true);
            }
            catch (NodeExistsException)
            {
                // Created by somebody else in between.
            }
        }
    }

    /// <summary>
    /// Replaces a node's data with what is made of it, and begins again when somebody else changed it in between: no change
    /// is lost.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node.</param>
    /// <param name="change">Makes the new data of the present data; may be called several times.</param>
    /// <param name="createMissing">Whether a node that is not there is created, as one whose data was empty.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have been done all the same.</param>
    /// <exception cref="NoNodeException">There is no such node and <paramref name="createMissing"/> is off, or its parent is not there.</exception>
    public static async Task<NodeWritten> ChangeAsync(
        this IZkClient client, ZkPath path, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change, bool createMissing = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            try
            {
                var now = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
                var stat = await client.SetAsync(path, change(now.Data), now.Stat.Version, cancellationToken).ConfigureAwait(false);
                return new NodeWritten(path, stat, IsCreated: false);
            }
            catch (BadVersionException)
            {
                continue;
            }
            catch (NoNodeException) when (createMissing)
            {
                // Created below, unless somebody else does so first.
            }

            try
            {
                var created = await client.CreateAsync(path, change(default), CreateMode.Persistent, cancellationToken: cancellationToken).ConfigureAwait(false);
                return new NodeWritten(path, created.Stat, IsCreated: true);
            }
            catch (NodeExistsException)
            {
                // There is something to add to now.
            }
        }
    }

    /// <summary>Deletes a node with all that is below it, from the leaves up. Not atomic: others see it shrink.</summary>
    /// <remarks>
    /// Lists level by level and deletes many at a time. Nodes that appear meanwhile are deleted as well, nodes that go are not
    /// missed.
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="root">The top of the tree.</param>
    /// <param name="cancellationToken">Stops; what was deleted stays deleted.</param>
    /// <returns>How many nodes were deleted by this call.</returns>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    public static async Task<int> DeleteTreeAsync(this IZkClient client, ZkPath root, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var count = 0;
        while (true)
        {
            var nodes = await ListTreeAsync(client, root, isThere: count == 0, cancellationToken).ConfigureAwait(false);
            if (nodes.Count == 0) return count;

            // The server does what one session sends in order: a parent sent after its children is empty by then.
            nodes.Reverse();
            var isRootGone = false;
            foreach (var some in nodes.Chunk(ReadAhead))
            {
                var done = await Task.WhenAll(some.Select(path => TryDeleteAsync(client, path, cancellationToken))).ConfigureAwait(false);
                count += done.Count(outcome => outcome == Deleted.Now);
                isRootGone = done[^1] != Deleted.NotEmpty;
            }

            if (isRootGone) return count;
        }
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

    /// <summary>The paths of a tree, each parent before its children.</summary>
    private static async Task<List<ZkPath>> ListTreeAsync(IZkClient client, ZkPath root, bool isThere, CancellationToken cancellationToken)
    {
        List<ZkPath> nodes = [];
        IReadOnlyList<ZkPath> level = [root];
        while (level.Count > 0)
        {
            var results = await client.MultiReadAsync([.. level.Select(path => new ZkRead.Children(path))], cancellationToken).ConfigureAwait(false);
            foreach (var failed in results.OfType<ZkReadResult.Failed>())
            {
                if (failed.Error is not NoNodeException || (isThere && failed.Path == root)) throw failed.Error;
            }

            var listed = results.OfType<ZkReadResult.Children>().ToArray();
            nodes.AddRange(listed.Select(parent => parent.Path));
            level = [.. listed.SelectMany(parent => parent.Names.Select(name => parent.Path / name))];
        }

        return nodes;
    }

    private static async Task<Deleted> TryDeleteAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(path, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
            return Deleted.Now;
        }
        catch (NoNodeException)
        {
            return Deleted.Before;
        }
        catch (NotEmptyException)
        {
            return Deleted.NotEmpty;
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
