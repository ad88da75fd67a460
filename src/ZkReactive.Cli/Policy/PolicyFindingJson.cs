using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>A finding as JSON.</summary>
internal sealed record PolicyFindingJson(string Policy, int Line, int Column, string Severity, string ErrorId, string Message)
{
    /// <summary>Takes a finding apart.</summary>
    public static PolicyFindingJson From(PolicyFinding finding) =>
        new(finding.Policy, finding.Line, finding.Column, DeployStatusJson.Name(finding.Severity), finding.ErrorId, finding.Message);

    /// <summary>Takes findings apart.</summary>
    public static IReadOnlyList<PolicyFindingJson> From(IEnumerable<PolicyFinding> findings) => [.. findings.Select(From)];
}
