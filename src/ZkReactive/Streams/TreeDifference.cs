using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>One difference between two snapshots of a tree.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Node">The node as it is now; as it was last known when it was removed.</param>
/// <param name="Before">The node as it was before; only when it has changed.</param>
public readonly record struct TreeDifference(TreeDifferenceKind Kind, TreeNode Node, TreeNode? Before)
{
    /// <summary>The node's path.</summary>
    public ZkPath Path => Node.Path;
}
