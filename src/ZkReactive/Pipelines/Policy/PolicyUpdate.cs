namespace ZkReactive.Pipelines.Policy;

/// <summary>An element of a stream of policies.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Set">The set in use after it: after a rejection the last good one; null when there never was one.</param>
public sealed record PolicyUpdate(PolicyEvent Event, PolicySet? Set);
