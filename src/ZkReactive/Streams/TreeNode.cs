using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Streams;

/// <summary>A node of a <see cref="TreeSnapshot"/>: a view, made when it is asked for.</summary>
public readonly struct TreeNode
{
    private readonly object _place;

    internal TreeNode(ZkPath path, object place)
    {
        Path = path;
        _place = place;
    }

    /// <summary>Where it is.</summary>
    public ZkPath Path { get; }

    /// <summary>Whether its access control list lets us read it. If not, it has neither stat nor data nor children here.</summary>
    public bool IsReadable => !PackedNode.Has(Packed, PackedFlags.Unreadable);

    /// <summary>Its data; empty when it has none or when the tree is one of keys only.</summary>
    public ReadOnlyMemory<byte> Data => PackedNode.DataOf(Packed);

    /// <summary>
    /// Its stat as it was when the node itself was last read. A child that came or went since changed
    /// <see cref="ChildCount"/>, but not the stat's <see cref="Protocol.Stat.Pzxid"/>, <see cref="Protocol.Stat.ChildrenVersion"/>
    /// and <see cref="Protocol.Stat.ChildCount"/>, of which a recursive watch tells nothing.
    /// </summary>
    public Stat Stat => PackedNode.StatOf(Packed);

    /// <summary>How many children it has in the tree.</summary>
    public int ChildCount => TreeBranch.ChildrenOf(_place).Count;

    internal byte[] Packed => TreeBranch.PackedOf(_place);

    internal object Place => _place;
}
