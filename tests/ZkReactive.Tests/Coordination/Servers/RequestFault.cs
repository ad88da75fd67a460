namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>What happens to a request in place of an answer.</summary>
public enum RequestFault
{
    None,

    /// <summary>The connection goes before the server sees it.</summary>
    DropBefore,

    /// <summary>The server does it; the connection goes before the reply.</summary>
    DropBeforeReply,

    /// <summary>The server does it and answers; then the connection goes.</summary>
    DropAfterReply,

    /// <summary>The session ends before the server sees it.</summary>
    ExpireBefore,

    /// <summary>The server does it; the session ends before the reply.</summary>
    ExpireBeforeReply,
}
