namespace ZkReactive.Ensemble;

/// <summary>What a server says that it is.</summary>
public enum ServerMode
{
    /// <summary>It did not answer, or answered something else than ZooKeeper does.</summary>
    Unreachable,

    /// <summary>It runs, but does not serve: it has no quorum, or is starting.</summary>
    NotServing,

    /// <summary>Alone.</summary>
    Standalone,

    /// <summary>The leader of its ensemble.</summary>
    Leader,

    /// <summary>A voting follower.</summary>
    Follower,

    /// <summary>A server that does not vote.</summary>
    Observer,

    /// <summary>Cut off from its quorum, serving reads only.</summary>
    ReadOnly,
}
