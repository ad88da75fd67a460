namespace ZkReactive.Client;

/// <summary>There was no connection, or it was lost.</summary>
public abstract class ZkConnectionException : ZkException
{
    /// <summary>Makes one.</summary>
    protected ZkConnectionException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
