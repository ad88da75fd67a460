namespace ZkReactive.Client;

/// <summary>Why a persistent watch may have missed events.</summary>
public enum WatchGap
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The connection was away; the watch was added again on the same session.</summary>
    Reconnected,

    /// <summary>The session expired; the watch was added to a new one.</summary>
    NewSession,

    /// <summary>The reader was too slow and its queue was full.</summary>
    Overflow,
}
