using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>A tree as a stream emits it: the whole, and what differs from the emission before.</summary>
/// <param name="Tree">The whole tree; empty when the node at the top is absent.</param>
/// <param name="Before">The tree that this observer got before; empty for the first emission.</param>
/// <param name="Cause">Why it is emitted.</param>
public sealed record TreeChange(TreeSnapshot Tree, TreeSnapshot Before, ChangeCause Cause)
{
    /// <summary>The node at the top.</summary>
    public ZkPath Path => Tree.Path;

    /// <summary>Whether the node at the top is there.</summary>
    public bool Exists => Tree.Exists;

    /// <summary>The last transaction the server had applied when the tree was last read from.</summary>
    public Zxid Zxid => Tree.Zxid;

    /// <summary>
    /// What was added, changed and removed since the emission that this observer got before, merged to one difference for a
    /// path; everything is added in the first. Found anew each time it is walked.
    /// </summary>
    public IEnumerable<TreeDifference> Differences => Tree.DifferencesFrom(Before);

    /// <summary>The nodes that were not there before.</summary>
    public IEnumerable<TreeNode> Added => Of(TreeDifferenceKind.Added);

    /// <summary>The nodes with other data, or deleted and created again.</summary>
    public IEnumerable<TreeNode> Changed => Of(TreeDifferenceKind.Changed);

    /// <summary>The nodes that are no more, as they were last known.</summary>
    public IEnumerable<TreeNode> Removed => Of(TreeDifferenceKind.Removed);

    private IEnumerable<TreeNode> Of(TreeDifferenceKind kind) => Differences.Where(difference => difference.Kind == kind).Select(difference => difference.Node);
}
