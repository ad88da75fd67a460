namespace ZkReactive.Pipelines.Policy;

/// <summary>What publishing or removing policies would do.</summary>
/// <param name="Snapshot">The set as it stands.</param>
/// <param name="Before">The set as it stands, compiled; without a set when it has errors, and then compared as an empty one.</param>
/// <param name="After">The whole set as it would be.</param>
/// <param name="Difference">What would be otherwise; null when the set would be refused.</param>
/// <param name="Findings">What was found in the whole set as it would be, targets that nobody provides included.</param>
public sealed record PolicyPlan(
    PolicySnapshot Snapshot,
    PolicyCompilation Before,
    PolicyCompilation After,
    PolicyDifference? Difference,
    IReadOnlyList<PolicyFinding> Findings)
{
    /// <summary>Whether it could be published.</summary>
    public bool IsValid => After.IsValid;

    /// <summary>The policies to write, by node; null data removes one. Empty when nothing would change.</summary>
    internal IReadOnlyList<(PolicyKind Kind, string Name, ReadOnlyMemory<byte>? Data)> Writes { get; init; } = [];
}
