namespace ZkReactive.Client;

/// <summary>
/// The client holds as many calls as it may (<see cref="ZkClientOptions.MaxPendingRequests"/>), so one more was refused at
/// once. Nothing was sent.
/// </summary>
public sealed class TooManyRequestsException : ZkException
{
    /// <summary>Makes one.</summary>
    public TooManyRequestsException(int pending, string message)
        : base("ZkTooManyRequests", message) => Pending = pending;

    /// <summary>How many calls were pending.</summary>
    public int Pending { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
