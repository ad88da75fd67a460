using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Pipelines.Policy;

/// <summary>What came of compiling a set.</summary>
/// <param name="Set">The set; null when there are errors.</param>
/// <param name="Findings">What was found: errors first, then warnings, each by policy and place. At most 50 of each.</param>
public sealed record PolicyCompilation(PolicySet? Set, IReadOnlyList<PolicyFinding> Findings)
{
    /// <summary>Whether it can be used.</summary>
    [MemberNotNullWhen(true, nameof(Set))]
    public bool IsValid => Set is not null;

    /// <summary>The findings that make it unusable.</summary>
    public IEnumerable<PolicyFinding> Errors => Findings.Where(finding => finding.IsError);

    /// <summary>The findings that do not.</summary>
    public IEnumerable<PolicyFinding> Warnings => Findings.Where(finding => !finding.IsError);
}
