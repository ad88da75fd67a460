namespace ZkReactive.Streams.Sharing;

/// <summary>
/// An observer that also wants to know whether what it got last is the present state, as far as can be known here. It is called
/// under the stream's lock, so it must be quick, must not throw and must not call the stream.
/// </summary>
internal interface IFreshnessObserver
{
    /// <summary>Called like an observer: one call at a time, after the elements that came before.</summary>
    void OnFreshness(bool isFresh);
}
