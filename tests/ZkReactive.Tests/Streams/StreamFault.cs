namespace ZkReactive.Tests.Streams;

/// <summary>Which stream is tried.</summary>
public enum StreamSubject
{
    Node,
    Children,
}

/// <summary>What is done to a stream in the middle of a step.</summary>
public enum StreamFault
{
    /// <summary>The connection is cut and comes back.</summary>
    Cut,

    /// <summary>The same, and reads under way fail instead of being sent again.</summary>
    CutFailingReads,

    /// <summary>The same as a cut, with a change in between.</summary>
    CutAndChange,

    /// <summary>The same, with the node deleted and created in between (or created and deleted).</summary>
    CutAndReplace,

    /// <summary>Cut, changed, back, cut, changed, back.</summary>
    CutTwice,

    /// <summary>The session expires and another is opened.</summary>
    Expire,

    /// <summary>The same, with a change in between.</summary>
    ExpireAndChange,

    /// <summary>The same, with the ensemble restored from a backup in between.</summary>
    ExpireAndRestore,
}
