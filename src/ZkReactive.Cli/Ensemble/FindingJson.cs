using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>A finding as JSON.</summary>
internal sealed record FindingJson(string Severity, string Check, string? Server, string Found, string Remedy)
{
    /// <summary>Takes a finding apart.</summary>
    public static FindingJson From(EnsembleFinding finding) =>
        new(finding.Severity.ToString().ToLowerInvariant(), finding.Check, finding.Server, finding.Found, finding.Remedy);
}
