namespace ZkReactive.Streams.Sharing;

/// <summary>An observer that also wants to know whether what it got last is the present state, as far as can be known here.</summary>
internal interface IFreshnessObserver
{
    /// <summary>Called like an observer: one call at a time, after the elements that came before.</summary>
    void OnFreshness(bool isFresh);
}
