using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The session ended or was refused.</summary>
public abstract class ZkSessionException : ZkException
{
    /// <summary>Makes one.</summary>
    protected ZkSessionException(string errorId, SessionId sessionId, string message)
        : base(errorId, message) => SessionId = sessionId;

    /// <summary>The session.</summary>
    public SessionId SessionId { get; }
}
