using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The node to be deleted has children.</summary>
public sealed class NotEmptyException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public NotEmptyException(Zxid zxid, string message)
        : base("ZkNotEmpty", ErrorCode.NotEmpty, zxid, message)
    {
    }
}
