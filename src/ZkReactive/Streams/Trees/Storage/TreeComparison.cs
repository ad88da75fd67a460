using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Storage;

/// <summary>What differs between two trees.</summary>
internal static class TreeComparison
{
    /// <summary>The path of a child by its place.</summary>
    public static ZkPath ChildOf(ZkPath parent, object place)
    {
        var name = PackedNode.NameTextOf(TreeBranch.PackedOf(place));
        return ZkPath.Trusted(parent.IsRoot ? "/" + name : parent.Value + "/" + name);
    }

    /// <summary>The differences at a path and below it, parents before their children.</summary>
    public static IEnumerable<TreeDifference> Compare(ZkPath path, object? before, object? after)
    {
        if (ReferenceEquals(before, after)) yield break;
        if (OwnDifference(path, before, after) is { } own) yield return own;
        foreach (var (old, now) in ChildTable.Differences(TreeBranch.ChildrenOf(before), TreeBranch.ChildrenOf(after)))
        {
            foreach (var difference in Compare(ChildOf(path, (old ?? now)!), old, now)) yield return difference;
        }
    }

    private static TreeDifference? OwnDifference(ZkPath path, object? before, object? after) => (before, after) switch
    {
        (null, { } now) => new TreeDifference(TreeDifferenceKind.Added, new TreeNode(path, now), null),
        ({ } old, null) => new TreeDifference(TreeDifferenceKind.Removed, new TreeNode(path, old), null),
        ({ } old, { } now) when HasChanged(TreeBranch.PackedOf(old), TreeBranch.PackedOf(now)) =>
            new TreeDifference(TreeDifferenceKind.Changed, new TreeNode(path, now), new TreeNode(path, old)),
        _ => null,
    };

    /// <summary>By zxids, never by version alone: a node that was deleted and created again starts its versions anew.</summary>
    private static bool HasChanged(byte[] before, byte[] after)
    {
        if (ReferenceEquals(before, after)) return false;
        if (PackedNode.Has(before, PackedFlags.Unreadable) != PackedNode.Has(after, PackedFlags.Unreadable)) return true;
        return PackedNode.Has(after, PackedFlags.KeysOnly)
            ? PackedNode.CzxidOf(before) != PackedNode.CzxidOf(after)
            : PackedNode.VersionOf(before) != PackedNode.VersionOf(after);
    }
}
