namespace ZkReactive.Protocol;

/// <summary>The connection state that comes with a watch event. Source: Apache ZooKeeper, <c>Watcher.Event.KeeperState</c>.</summary>
public enum KeeperState
{
    /// <summary>0: not connected.</summary>
    Disconnected = 0,

    /// <summary>3: connected to a server of the ensemble.</summary>
    SyncConnected = 3,

    /// <summary>4: authentication failed.</summary>
    AuthFailed = 4,

    /// <summary>5: connected to a server that is cut off from its quorum.</summary>
    ConnectedReadOnly = 5,

    /// <summary>6: authenticated by SASL.</summary>
    SaslAuthenticated = 6,

    /// <summary>-112: the session has expired.</summary>
    Expired = -112,

    /// <summary>7: the client was closed.</summary>
    Closed = 7,
}
