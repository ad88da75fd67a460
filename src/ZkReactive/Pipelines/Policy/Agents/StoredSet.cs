namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>The last good set as it stands in a state directory: sources, so that a newer version compiles them anew.</summary>
/// <param name="Type">The type's node.</param>
/// <param name="Zxid">The transaction that made it what it is.</param>
/// <param name="SavedAt">When it was written.</param>
/// <param name="Policies">The policies.</param>
internal sealed record StoredSet(string Type, long Zxid, DateTimeOffset SavedAt, IReadOnlyList<StoredPolicy> Policies);
