using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy over the whole fleet at one moment.</summary>
public sealed record DeployStatus
{
    /// <summary>The manifest node.</summary>
    public required ZkPath Path { get; init; }

    /// <summary>The deploy; null when there is no manifest.</summary>
    public string? DeployId { get; init; }

    /// <summary>The manifest, secrets removed from its URL; null when there is none or it cannot be read.</summary>
    public DeployManifest? Manifest { get; init; }

    /// <summary>What is wrong with the manifest.</summary>
    public IReadOnlyList<DeployProblem> ManifestProblems { get; init; } = [];

    /// <summary>The commit asked for; null when the manifest cannot be read.</summary>
    public string? CommitId => Manifest?.CommitId;

    /// <summary>The manifest node's version; null when there is none, or for a deploy of the past.</summary>
    public NodeVersion? Version { get; init; }

    /// <summary>The transaction that wrote the manifest.</summary>
    public Zxid Zxid { get; init; }

    /// <summary>Every agent that is registered or has a result, by id.</summary>
    public IReadOnlyList<DeployAgentStatus> Agents { get; init; } = [];

    /// <summary>Why nobody begins it any more; null when it is not halted.</summary>
    public DeployHalt? Halt { get; init; }

    /// <summary>How it stands in all.</summary>
    public DeployOutcome Outcome { get; init; }
}
