using ZkReactive.Pipelines.Policy;

namespace ZkReactive.PowerShell.Output;

/// <summary>What a check of policies found.</summary>
public sealed class ZkPolicyTestInfo
{
    internal ZkPolicyTestInfo(PolicyCompilation compilation)
    {
        IsValid = compilation.IsValid;
        Fingerprint = compilation.Set?.Fingerprint;
        Policies = (compilation.Set?.Documents.Select(document => document.Name) ?? []).ToArray();
        Count = compilation.Set?.Documents.Sum(document => document.Count);
        Attributes = (compilation.Set?.Attributes.Select(use => $"{use.Name} ({use.Type})") ?? []).ToArray();
        Findings = compilation.Findings.ToArray();
    }

    /// <summary>Whether the set is free of errors.</summary>
    public bool IsValid { get; }

    /// <summary>Sixteen hex digits that tell sets of other content apart; null when it has errors.</summary>
    public string? Fingerprint { get; }

    /// <summary>The policies of the set.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>How many routes and rules it has; null when it has errors.</summary>
    public int? Count { get; }

    /// <summary>What its conditions ask for, with the types that follow from their use.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Errors and warnings, with policy, line and column.</summary>
    public IReadOnlyList<PolicyFinding> Findings { get; }

    /// <summary>Whether it is valid, in a word.</summary>
    public override string ToString() => IsValid ? "valid" : "invalid";
}
