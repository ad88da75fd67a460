namespace ZkReactive.Server;

/// <summary>The cases of a <see cref="FaultAction"/>.</summary>
internal enum FaultKind
{
    None,
    DropBeforeProcessing,
    DropAfterProcessing,
    DropAfterReply,
    ExpireSession,
    ExpireSessionAfterProcessing,
    Delay,
    Truncate,
    Fail,
}
