namespace ZkReactive.Pipelines.Discovery;

/// <summary>Why a list of instances is as it is.</summary>
public enum ServiceListReason
{
    /// <summary>Nothing has been read yet: an empty list says nothing.</summary>
    NotRead,

    /// <summary>Read, and followed by watches.</summary>
    Current,

    /// <summary>Read, and there is no such service node: known to be empty.</summary>
    NoNode,

    /// <summary>The last list of before this process began; ZooKeeper has not answered yet.</summary>
    FromDisk,

    /// <summary>The last list of before the connection was lost, or of before it was made sure of again.</summary>
    Disconnected,

    /// <summary>The list can no longer be read: refused credentials, an ACL, or a client that was disposed.</summary>
    Failed,
}
