namespace ZkReactive.Client;

/// <summary>Where a client stands with its ensemble.</summary>
public enum ZkSessionStatus
{
    /// <summary>Looking for a server; there has been no session yet, or the last one is known to have ended.</summary>
    Connecting,

    /// <summary>Connected, reads and writes are served.</summary>
    Connected,

    /// <summary>Connected to a server that is cut off from its quorum: reads only.</summary>
    ConnectedReadOnly,

    /// <summary>The connection was lost; the session may live on and is being resumed.</summary>
    Disconnected,

    /// <summary>The session has ended: its ephemeral nodes and watches are gone. A new session is being opened.</summary>
    Expired,

    /// <summary>The server refused the credentials; the client has given up.</summary>
    AuthFailed,

    /// <summary>The client was disposed.</summary>
    Closed,
}
