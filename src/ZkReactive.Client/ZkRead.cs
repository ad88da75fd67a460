using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>One read of <see cref="IZkClient.MultiReadAsync"/>. A closed union.</summary>
public abstract record ZkRead
{
    private ZkRead(ZkPath path) => Path = path;

    /// <summary>The node it is about.</summary>
    public ZkPath Path { get; }

    /// <summary>Reads a node's data and stat.</summary>
    /// <param name="Node">Which.</param>
    public sealed record Data(ZkPath Node) : ZkRead(Node);

    /// <summary>Lists a node's children. The protocol gives their names only, without the node's stat.</summary>
    /// <param name="Node">Which.</param>
    public sealed record Children(ZkPath Node) : ZkRead(Node);
}
