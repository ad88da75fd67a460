namespace ZkReactive.Coordination.Locks;

/// <summary>Why a lock was lost.</summary>
public enum LockLoss
{
    /// <summary>
    /// The connection has been away for so long that the server may soon end the session, or the server has long not answered
    /// what only one with a leader answers. The lock may still be held, but must not be relied upon.
    /// </summary>
    Suspected,

    /// <summary>The session has ended, and the lock's node with it.</summary>
    SessionEnded,

    /// <summary>Somebody deleted the lock's node.</summary>
    NodeDeleted,
}
