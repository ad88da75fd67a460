namespace ZkReactive.Client;

/// <summary>Bytes that break the protocol's format or a limit.</summary>
public sealed class ZkProtocolException : ZkException
{
    /// <summary>Makes one.</summary>
    public ZkProtocolException(string errorId, string message, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
    }

    /// <summary>Where in the packet, in bytes from its start; -1 when it has no one place.</summary>
    public long Offset { get; init; } = -1;

    /// <summary>What was expected there.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found.</summary>
    public string? Actual { get; init; }
}
