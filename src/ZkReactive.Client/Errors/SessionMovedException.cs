using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The session has moved to another server, and this one refused a late request of it.</summary>
public sealed class SessionMovedException : ZkSessionException
{
    /// <summary>Makes one.</summary>
    public SessionMovedException(SessionId sessionId, string message)
        : base("ZkSessionMoved", sessionId, message)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
