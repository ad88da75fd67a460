using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The server does not know the operation; it is older than the operation.</summary>
public sealed class UnimplementedException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public UnimplementedException(Zxid zxid, string message)
        : base("ZkUnimplemented", ErrorCode.Unimplemented, zxid, message)
    {
    }
}
