namespace ZkReactive.Pipelines.Policy;

/// <summary>What an agent writes below <c>rejections</c> while it refuses the set that stands in ZooKeeper.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Host">On which machine.</param>
/// <param name="At">Since when, by its clock.</param>
/// <param name="Zxid">The transaction that made the set what it refuses, in hexadecimal.</param>
/// <param name="Current">The fingerprint of the set that it goes on with; null when it has none.</param>
/// <param name="Findings">Why: the first errors.</param>
public sealed record PolicyRejection(string Agent, string Host, DateTimeOffset At, string Zxid, string? Current, IReadOnlyList<PolicyFinding> Findings);
