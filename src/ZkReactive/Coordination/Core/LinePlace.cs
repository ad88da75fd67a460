namespace ZkReactive.Coordination.Core;

/// <summary>A place in a line.</summary>
/// <param name="IsThere">Whether the own node is there at all.</param>
/// <param name="Blocker">The last of those that must go first; null when it is our turn.</param>
/// <param name="Blockers">How many must go first. Nobody joins before us, so it can only shrink.</param>
internal readonly record struct LinePlace(bool IsThere, string? Blocker, int Blockers);
