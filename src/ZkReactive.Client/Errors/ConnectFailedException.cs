namespace ZkReactive.Client;

/// <summary>No server could be connected to in the time allowed.</summary>
public sealed class ConnectFailedException : ZkConnectionException
{
    /// <summary>Makes one.</summary>
    public ConnectFailedException(IReadOnlyList<ConnectAttempt> attempts, string message)
        : base("ZkConnectFailed", message) => Attempts = attempts;

    /// <summary>The last attempt at each server and why it failed.</summary>
    public IReadOnlyList<ConnectAttempt> Attempts { get; }
}
