namespace ZkReactive.Caches;

/// <summary>Why what a cache holds may not be the present state.</summary>
public enum CacheStaleReason
{
    /// <summary>It is, as far as can be known here.</summary>
    None,

    /// <summary>Nothing was read yet.</summary>
    Loading,

    /// <summary>There is no connection.</summary>
    Disconnected,

    /// <summary>There is a connection again, and what was missed is being read.</summary>
    CatchingUp,

    /// <summary>The cache was closed, or its stream has failed and does not go on; <see cref="ZkCache{TChange}.Error"/> says why.</summary>
    Ended,
}
