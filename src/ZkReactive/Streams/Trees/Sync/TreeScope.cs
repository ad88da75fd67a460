using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>What belongs to a tree.</summary>
internal sealed class TreeScope(ZkPath root, ObserveTreeOptions options)
{
    /// <summary>The node at the top.</summary>
    public ZkPath Root { get; } = root;

    /// <summary>What was asked for.</summary>
    public ObserveTreeOptions Options { get; } = options;

    /// <summary>How a node is read whose stat is not known.</summary>
    public TreeReadKind ReadOf(ZkPath path) =>
        !Options.KeysOnly ? TreeReadKind.Data : HasChildren(path) ? TreeReadKind.Keys : TreeReadKind.Stat;

    /// <summary>Whether a node's children belong to the tree, as far as depth goes.</summary>
    public bool HasChildren(ZkPath path) => path.Depth - Root.Depth < Options.MaxDepth;

    /// <summary>Whether a child belongs to the tree, given that its parent does.</summary>
    public bool Takes(ZkPath child) => Options.Filter is not { } filter || filter(child);

    /// <summary>Whether any node belongs to the tree.</summary>
    public bool Contains(ZkPath path)
    {
        if (path == Root) return true;
        if (!path.IsUnder(Root) || path.Depth - Root.Depth > Options.MaxDepth) return false;
        if (Options.Filter is not { } filter) return true;
        for (var above = path; above != Root; above = above.Parent)
        {
            if (!filter(above)) return false;
        }

        return true;
    }
}
