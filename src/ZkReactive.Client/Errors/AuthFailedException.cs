using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The server refused the credentials. The client has given up; make a new one with the right ones.</summary>
public sealed class AuthFailedException : ZkSessionException
{
    /// <summary>Makes one.</summary>
    public AuthFailedException(SessionId sessionId, string scheme, string message)
        : base("ZkAuthFailed", sessionId, message) => Scheme = scheme;

    /// <summary>The scheme of the credentials.</summary>
    public string Scheme { get; }
}
