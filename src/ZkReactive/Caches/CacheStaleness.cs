namespace ZkReactive.Caches;

/// <summary>Whether what a cache holds is the present state.</summary>
/// <param name="Reason">Why it may not be.</param>
/// <param name="Since">Since when; null when it is.</param>
public readonly record struct CacheStaleness(CacheStaleReason Reason, DateTimeOffset? Since)
{
    /// <summary>Whether it may not be.</summary>
    public bool IsStale => Reason != CacheStaleReason.None;
}
