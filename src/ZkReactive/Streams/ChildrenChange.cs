using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>The children of a node as a stream emits them.</summary>
/// <param name="Path">The parent.</param>
/// <param name="Stat">The parent's stat; null when it is absent.</param>
/// <param name="Children">All children's names, in ordinal order; empty when the parent is absent.</param>
/// <param name="Added">The names that were not in the emission before; all of them in the first.</param>
/// <param name="Removed">The names that were in the emission before and are no more.</param>
/// <param name="Zxid">The last transaction the server had applied when they were read.</param>
/// <param name="Cause">Why they are emitted.</param>
public sealed record ChildrenChange(
    ZkPath Path,
    Stat? Stat,
    IReadOnlyList<string> Children,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    Zxid Zxid,
    ChangeCause Cause)
{
    /// <summary>Whether the parent is there.</summary>
    public bool Exists => Stat is not null;
}
