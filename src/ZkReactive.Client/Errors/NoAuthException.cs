using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The node's access control list does not allow it.</summary>
public sealed class NoAuthException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public NoAuthException(Zxid zxid, string message)
        : base("ZkNoAuth", ErrorCode.NoAuth, zxid, message)
    {
    }
}
