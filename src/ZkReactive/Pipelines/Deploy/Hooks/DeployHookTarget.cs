using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>What a repository's hook publishes: the tip of one branch, to one manifest node.</summary>
public sealed record DeployHookTarget
{
    /// <summary>The branch, without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>The manifest node.</summary>
    public required string Path { get; init; }

    /// <summary>The directory below each agent's root.</summary>
    public required string RelativePath { get; init; }

    /// <summary>The repository as the agents reach it.</summary>
    public required string Url { get; init; }

    /// <summary>The servers, with a chroot if there is one.</summary>
    public required string Connect { get; init; }

    /// <summary>The private key that signs; null for none.</summary>
    public string? SigningKey { get; init; }

    /// <summary>What names it: a branch may be published to several nodes, and a node may be fed by several branches.</summary>
    internal bool IsSameAs(DeployHookTarget other) => Branch == other.Branch && Path == other.Path && Connect == other.Connect;

    /// <summary>The manifest that publishes a commit.</summary>
    internal DeployManifest Manifest(string commitId, string deployId) =>
        new() { Url = Url, CommitId = commitId, RelativePath = RelativePath, DeployId = deployId, Note = $"push to {Branch}" };

    /// <summary>All that is wrong with it; empty when nothing is.</summary>
    internal IReadOnlyList<DeployProblem> Check()
    {
        var problems = DeployRules.Check(Manifest(new string('0', 40), "d"), DeployUrlSchemes.All).ToList();
        if (!ZkPath.TryParse(Path, out var path, out var reason)) problems.Add(new("path", $"{DeployRules.Quote(Path)} is not a znode path: {reason}", DeployErrorIds.FieldInvalid));
        else if (path.IsRoot) problems.Add(new("path", "The manifest node cannot be the root.", DeployErrorIds.FieldInvalid));
        return problems;
    }
}
