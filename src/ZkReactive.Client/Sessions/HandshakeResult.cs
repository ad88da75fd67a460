namespace ZkReactive.Client.Sessions;

/// <summary>What a server's answer to a connect request means.</summary>
internal enum HandshakeResult
{
    /// <summary>A session was opened.</summary>
    Opened,

    /// <summary>The session was taken up again.</summary>
    Resumed,

    /// <summary>The session has expired.</summary>
    Expired,

    /// <summary>It answers a question that is out of date, because the client gave the session up meanwhile.</summary>
    Stale,
}
