using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The server answered with an error code.</summary>
public class ZkServerException : ZkException
{
    /// <summary>Makes one.</summary>
    public ZkServerException(string errorId, ErrorCode code, Zxid zxid, string message)
        : base(errorId, message)
    {
        Code = code;
        Zxid = zxid;
    }

    /// <summary>The server's code.</summary>
    public ErrorCode Code { get; }

    /// <summary>The last transaction the server had applied when it answered.</summary>
    public Zxid Zxid { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Code is ErrorCode.Throttled or ErrorCode.ReconfigInProgress;
}
