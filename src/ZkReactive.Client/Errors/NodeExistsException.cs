using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The node to be created is there already.</summary>
public sealed class NodeExistsException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public NodeExistsException(Zxid zxid, string message)
        : base("ZkNodeExists", ErrorCode.NodeExists, zxid, message)
    {
    }
}
