namespace ZkReactive.Client.Sessions;

/// <summary>What the clock asks the client to do.</summary>
internal enum SessionAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Send a ping.</summary>
    Ping,

    /// <summary>Close the connection: nothing was heard for too long.</summary>
    GiveUpConnection,

    /// <summary>Take the session for expired.</summary>
    Expire,
}
