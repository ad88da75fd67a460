using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>A tree that was read to be copied or moved: tells what it takes before anything is written.</summary>
/// <remarks>
/// Nodes keep their data and ACLs; versions and times begin anew, and every node is persistent at the target, since servers do
/// not tell containers and TTL nodes from others. A move removes each node in the version that was read: when one was changed,
/// or got a child, meanwhile, it fails with <see cref="MultiFailedException"/>, and one that <see cref="IsAtomic"/> has then
/// done nothing.
/// </remarks>
public sealed class TreeTransfer
{
    /// <summary>How many reads of ACLs and stats are under way at a time.</summary>
    private const int Window = 128;

    private readonly IZkClient _source;
    private readonly IZkClient _target;
    private readonly TransferPlan _plan;
    private readonly ZkNode _top;

    private TreeTransfer(IZkClient source, IZkClient target, TransferPlan plan, IReadOnlyList<TransferNode> nodes)
    {
        _top = nodes[0].Node;
        _source = source;
        _target = target;
        _plan = plan;
        NodeCount = nodes.Count;
    }

    /// <summary>How many nodes are written at the target.</summary>
    public int NodeCount { get; }

    /// <summary>How many transactions it takes.</summary>
    public int TransactionCount => _plan.Steps.Count;

    /// <summary>Whether it is done as a whole or not at all: one transaction.</summary>
    public bool IsAtomic => TransactionCount == 1;

    /// <summary>Reads a tree and plans how it gets to the target: two round trips for each level. Writes nothing.</summary>
    /// <param name="source">The connection to read from, and to remove from when it is a move.</param>
    /// <param name="from">The top of the tree.</param>
    /// <param name="target">The connection to write to; may be the same.</param>
    /// <param name="to">Where the top goes; its parent must be there.</param>
    /// <param name="options">Copy or move, and how; null for a copy of all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TreeTransferException">There is an ephemeral node in the tree, or the target lies in it.</exception>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    /// <exception cref="NoAuthException">A node, or its ACL, must not be read: a copy would lack it.</exception>
    public static async Task<TreeTransfer> ReadAsync(
        IZkClient source, ZkPath from, IZkClient target, ZkPath to, TreeTransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new TreeTransferOptions();
        var isOneSession = ReferenceEquals(source, target);
        if (isOneSession && to.IsAtOrUnder(from) && (to == from || options.IsMove || options.Recurse))
            throw new TreeTransferException(TreeTransferException.IntoItself, $"{from} cannot be {(options.IsMove ? "moved" : "copied")} to {to}: that is {(to == from ? "where it is" : "below itself")}. Choose another target.") { Path = to };

        var nodes = await ReadNodesAsync(source, from, options.Recurse || options.IsMove, cancellationToken).ConfigureAwait(false);
        if (nodes.Find(node => node.Node.Stat.Kind == NodeKind.Ephemeral) is { } ephemeral)
        {
            throw new TreeTransferException(
                TreeTransferException.EphemeralNode,
                $"{from} cannot be {(options.IsMove ? "moved" : "copied")}: {ephemeral.Node.Path} is ephemeral, it belongs to session {new SessionId(ephemeral.Node.Stat.EphemeralOwner)} and goes with it. Nothing was written. Take the nodes beside it one by one, or let its owner make it at the target.") { Path = ephemeral.Node.Path };
        }

        var existing = options.Overwrite
            ? await WhichExistAsync(target, nodes.ConvertAll(node => TransferPlan.Rebase(node.Node.Path, from, to)), cancellationToken).ConfigureAwait(false)
            : [];
        var limit = Math.Min(source.Options.MaxPacketBytes, target.Options.MaxPacketBytes) * 3 / 4;
        return new TreeTransfer(source, target, TransferPlan.Make(nodes, from, to, existing, options.IsMove, isOneSession, limit), nodes);
    }

    /// <summary>Does it: the transactions one after another.</summary>
    /// <param name="cancellationToken">Stops between two transactions; what was done stays.</param>
    /// <returns>The top as it is at the target; null when the server is older than 3.5 and does not tell its stat.</returns>
    /// <exception cref="MultiFailedException">A transaction failed; those before it were done.</exception>
    public async Task<ZkNode?> RunAsync(CancellationToken cancellationToken = default)
    {
        ZkOperationResult? top = null;
        foreach (var step in _plan.Steps)
        {
            var results = await (step.IsOnSource ? _source : _target).MultiAsync(step.Operations, cancellationToken).ConfigureAwait(false);
            top ??= results[0];
        }

        return top?.Stat is { } stat ? new ZkNode(top.Path, _top.Data, stat, stat.Mzxid) : null;
    }

    private static async Task<List<TransferNode>> ReadNodesAsync(IZkClient client, ZkPath from, bool recurse, CancellationToken cancellationToken)
    {
        List<TransferNode> nodes = [];
        IReadOnlyList<ZkPath> level = [from];
        while (level.Count > 0)
        {
            var reading = client.MultiReadAsync([.. level.Select(path => new ZkRead.Data(path))], cancellationToken).AsTask();
            var acls = await InWindowsAsync(level, path => ReadAclAsync(client, path, cancellationToken)).ConfigureAwait(false);
            var results = await reading.ConfigureAwait(false);
            if (results.OfType<ZkReadResult.Failed>().FirstOrDefault(failed => failed.Error is not NoNodeException || failed.Path == from) is { } refused) throw refused.Error;
            nodes.AddRange(results.Zip(acls, (result, acl) => result is ZkReadResult.Data data && acl is not null ? new TransferNode(data.Node, acl) : null).OfType<TransferNode>());
            var read = results.OfType<ZkReadResult.Data>().Select(result => result.Node);
            if (!recurse) break;

            var parents = read.Where(node => node.Stat.ChildCount > 0).Select(ZkRead (node) => new ZkRead.Children(node.Path)).ToArray();
            var children = await client.MultiReadAsync(parents, cancellationToken).ConfigureAwait(false);
            level = [.. children.OfType<ZkReadResult.Children>().SelectMany(parent => parent.Names.Order(StringComparer.Ordinal).Select(name => parent.Path / name))];
        }

        return nodes;
    }

    /// <summary>A node's ACL; null when the node is gone.</summary>
    private static async Task<IReadOnlyList<Acl>?> ReadAclAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAclAsync(path, cancellationToken).ConfigureAwait(false)).Entries;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private static async Task<HashSet<ZkPath>> WhichExistAsync(IZkClient client, IReadOnlyList<ZkPath> paths, CancellationToken cancellationToken)
    {
        var answers = await InWindowsAsync(paths, path => client.ExistsAsync(path, cancellationToken).AsTask()).ConfigureAwait(false);
        return [.. paths.Where((_, i) => answers[i].Exists)];
    }

    private static async Task<List<T>> InWindowsAsync<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, Task<T>> ask)
    {
        var answers = new List<T>(items.Count);
        foreach (var some in items.Chunk(Window)) answers.AddRange(await Task.WhenAll(some.Select(ask)).ConfigureAwait(false));
        return answers;
    }
}
