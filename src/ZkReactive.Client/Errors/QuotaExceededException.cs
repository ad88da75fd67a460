using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A quota of the server would be exceeded.</summary>
public sealed class QuotaExceededException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public QuotaExceededException(Zxid zxid, string message)
        : base("ZkQuotaExceeded", ErrorCode.QuotaExceeded, zxid, message)
    {
    }
}
