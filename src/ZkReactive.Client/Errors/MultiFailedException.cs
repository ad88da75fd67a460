namespace ZkReactive.Client;

/// <summary>An operation of a transaction failed, so none was done.</summary>
public sealed class MultiFailedException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public MultiFailedException(int index, ZkServerException cause, string message)
        : base("ZkMultiFailed", cause.Code, cause.Zxid, message)
    {
        Index = index;
        Cause = cause;
    }

    /// <summary>Which operation failed, counted from 0.</summary>
    public int Index { get; }

    /// <summary>Why it failed: the exception that the operation alone would have thrown.</summary>
    public ZkServerException Cause { get; }
}
