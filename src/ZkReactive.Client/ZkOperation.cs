using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>One operation of a transaction. A closed union.</summary>
public abstract record ZkOperation
{
    private ZkOperation(ZkPath path) => Path = path;

    /// <summary>The node it is about.</summary>
    public ZkPath Path { get; }

    /// <summary>Creates a node.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Data">Its data.</param>
    /// <param name="Mode">How long it lives.</param>
    /// <param name="Acl">Its access control list; null for <see cref="Acl.OpenUnsafe"/>.</param>
    public sealed record Create(ZkPath Node, ReadOnlyMemory<byte> Data, CreateMode Mode = CreateMode.Persistent, IReadOnlyList<Acl>? Acl = null)
        : ZkOperation(Node);

    /// <summary>Replaces a node's data.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Data">The new data.</param>
    /// <param name="Version">The version expected.</param>
    public sealed record Set(ZkPath Node, ReadOnlyMemory<byte> Data, NodeVersion Version) : ZkOperation(Node);

    /// <summary>Deletes a node.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Version">The version expected.</param>
    public sealed record Delete(ZkPath Node, NodeVersion Version) : ZkOperation(Node);

    /// <summary>Lets the transaction pass only when the node is there with this version.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Version">The version expected.</param>
    public sealed record Check(ZkPath Node, NodeVersion Version) : ZkOperation(Node);
}
