using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>What of a node is to be read.</summary>
internal enum TreeReadKind
{
    /// <summary>Stat and data.</summary>
    Data,

    /// <summary>The names of its children.</summary>
    Children,

    /// <summary>Stat and the names of its children.</summary>
    Keys,

    /// <summary>Its stat alone.</summary>
    Stat,
}

/// <summary>A read that a tree needs.</summary>
/// <param name="Kind">What of the node.</param>
/// <param name="Path">The node.</param>
internal readonly record struct TreeRead(TreeReadKind Kind, ZkPath Path);
