using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>There is no such node.</summary>
public sealed class NoNodeException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public NoNodeException(Zxid zxid, string message)
        : base("ZkNoNode", ErrorCode.NoNode, zxid, message)
    {
    }
}
