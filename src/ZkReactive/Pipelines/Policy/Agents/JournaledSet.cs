namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>What the journal keeps of an event: enough to know which set ran, and why one did not.</summary>
/// <param name="Fingerprint">The set that is used after it; null when there is none.</param>
/// <param name="Policies">The set's policies by name.</param>
/// <param name="Changed">Which of them are new, changed, or gone.</param>
/// <param name="Findings">What was found.</param>
internal sealed record JournaledSet(string? Fingerprint, IReadOnlyList<string> Policies, IReadOnlyList<string> Changed, IReadOnlyList<PolicyFinding> Findings);
