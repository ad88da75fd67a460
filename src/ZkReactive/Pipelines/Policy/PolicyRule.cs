namespace ZkReactive.Pipelines.Policy;

/// <summary>A <c>rule</c>: what to do when a condition holds.</summary>
/// <param name="When">The condition.</param>
/// <param name="Then">What to do.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where it stands.</param>
public sealed record PolicyRule(string When, string Then, int Line, int Column)
{
    /// <summary>Where the condition's attribute begins, for findings about it.</summary>
    internal (int Line, int Column) WhenPlace { get; init; }
}
