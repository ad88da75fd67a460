namespace ZkReactive.Client;

/// <summary>A call took longer than allowed. A write may have been done.</summary>
public sealed class ZkTimeoutException : ZkException
{
    /// <summary>Makes one.</summary>
    public ZkTimeoutException(TimeSpan allowed, string awaited, string message)
        : base("ZkTimeout", message)
    {
        Allowed = allowed;
        Awaited = awaited;
    }

    /// <summary>How long it was allowed to take.</summary>
    public TimeSpan Allowed { get; }

    /// <summary>What was waited for: a connection, or a reply.</summary>
    public string Awaited { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
