namespace ZkReactive.Streams.Trees.Storage;

/// <summary>
/// A node with children. A node without is its packed bytes alone, so a place in the tree holds one or the other.
/// Immutable.
/// </summary>
internal sealed class TreeBranch(byte[] packed, ChildTable children)
{
    /// <summary>The node itself.</summary>
    public byte[] Packed { get; } = packed;

    /// <summary>Its children; never empty.</summary>
    public ChildTable Children { get; } = children;

    /// <summary>The node itself at a place in the tree.</summary>
    public static byte[] PackedOf(object place) => place as byte[] ?? ((TreeBranch)place).Packed;

    /// <summary>The children at a place in the tree.</summary>
    public static ChildTable ChildrenOf(object? place) => (place as TreeBranch)?.Children ?? ChildTable.Empty;

    /// <summary>A place with this node and these children.</summary>
    public static object Place(byte[] packed, ChildTable children) => children.Count == 0 ? packed : new TreeBranch(packed, children);
}
