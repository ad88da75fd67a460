namespace ZkReactive.Client;

/// <summary>The connection was lost while a call was under way.</summary>
public sealed class ConnectionLossException : ZkConnectionException
{
    /// <summary>Makes one.</summary>
    public ConnectionLossException(bool outcomeUnknown, string message, Exception? innerException = null)
        : base("ZkConnectionLoss", message, innerException) => OutcomeUnknown = outcomeUnknown;

    /// <summary>Whether the write may have been done: it had been sent and no reply came.</summary>
    public bool OutcomeUnknown { get; }
}
