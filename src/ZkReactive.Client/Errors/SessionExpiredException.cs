using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The session had expired; its ephemeral nodes are gone. The client opens a new session by itself.</summary>
public sealed class SessionExpiredException : ZkSessionException
{
    /// <summary>Makes one.</summary>
    public SessionExpiredException(SessionId sessionId, TimeSpan timeout, bool outcomeUnknown, string message)
        : base("ZkSessionExpired", sessionId, message)
    {
        Timeout = timeout;
        OutcomeUnknown = outcomeUnknown;
    }

    /// <summary>The time-out the server had granted.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether the write may have been done before the session ended.</summary>
    public bool OutcomeUnknown { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
