namespace ZkReactive.Pipelines.Policy.Documents;

/// <summary>Gathers findings, no more than anybody would read.</summary>
internal sealed class Findings
{
    /// <summary>So many are kept of each severity; a hostile or generated document has no end of them.</summary>
    internal const int Most = 50;

    private readonly List<PolicyFinding> _all = [];
    private int _errors;
    private int _warnings;

    public bool HasErrors => _errors > 0;

    /// <summary>Whether there is no point in looking for more errors.</summary>
    public bool IsFull => _errors >= Most;

    public void Error(string policy, int line, int column, string errorId, string message)
    {
        if (_errors++ < Most) _all.Add(new(policy, line, column, PolicySeverity.Error, errorId, message));
    }

    public void Warn(string policy, int line, int column, string errorId, string message)
    {
        if (_warnings++ < Most) _all.Add(new(policy, line, column, PolicySeverity.Warning, errorId, message));
    }

    /// <summary>Errors first; within a severity by policy and place.</summary>
    public IReadOnlyList<PolicyFinding> InOrder() =>
        _all.OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Policy, PolicyNameComparer.Instance)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Column)
            // An array and no more: scripts index it.
            .ToArray();
}
