using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>How one read of <see cref="IZkClient.MultiReadAsync"/> went. A closed union.</summary>
public abstract record ZkReadResult
{
    private ZkReadResult(ZkPath path) => Path = path;

    /// <summary>The node it is about.</summary>
    public ZkPath Path { get; }

    /// <summary>A node's data and stat.</summary>
    /// <param name="Node">The node.</param>
    public sealed record Data(ZkNode Node) : ZkReadResult(Node.Path);

    /// <summary>A node's children.</summary>
    /// <param name="Parent">The node.</param>
    /// <param name="Names">The children's names, in no particular order.</param>
    /// <param name="Zxid">The last transaction the server had applied when it answered.</param>
    public sealed record Children(ZkPath Parent, IReadOnlyList<string> Names, Zxid Zxid) : ZkReadResult(Parent);

    /// <summary>This read failed; it says nothing of the others.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Error">
    /// Why: what the single read would have thrown, such as <see cref="NoNodeException"/>, <see cref="NoAuthException"/>, or
    /// <see cref="ZkProtocolException"/> when its reply alone is above <see cref="ZkClientOptions.MaxPacketBytes"/>.
    /// </param>
    /// <param name="Zxid">The last transaction the server had applied when it answered; <see cref="Protocol.Zxid.None"/> when it did not say.</param>
    public sealed record Failed(ZkPath Node, ZkException Error, Zxid Zxid) : ZkReadResult(Node);
}
