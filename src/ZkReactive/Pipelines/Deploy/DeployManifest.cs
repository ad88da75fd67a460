namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// What a fleet should run: the data of the manifest node. <see cref="Url"/>, <see cref="CommitId"/> and
/// <see cref="RelativePath"/> alone are a whole manifest; JSON with just these three may be written by any tool.
/// </summary>
public sealed record DeployManifest
{
    /// <summary>Where the repository is: https, ssh or scp-like; http, git and file where the agent allows them.</summary>
    public required string Url { get; init; }

    /// <summary>The exact commit, 40 or 64 hex digits.</summary>
    public required string CommitId { get; init; }

    /// <summary>The directory to deploy to, below each agent's root.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Names this deploy; null lets the publisher choose, or the agents take it from the node's mzxid.</summary>
    public string? DeployId { get; init; }

    /// <summary>Who published it.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>A remark for people.</summary>
    public string? Note { get; init; }

    /// <summary>How it spreads over the fleet.</summary>
    public DeployStrategy? Strategy { get; init; }

    /// <summary>How agents lay it out. Default: <see cref="DeployMode.Release"/>.</summary>
    public DeployMode Mode { get; init; }

    /// <summary>What to run after the switch.</summary>
    public DeployPostDeploy? PostDeploy { get; init; }

    /// <summary>How to tell that it works.</summary>
    public DeployHealthCheck? HealthCheck { get; init; }

    /// <summary>Who vouches for it.</summary>
    public DeploySignature? Signature { get; init; }

    /// <summary><see cref="Url"/> fit for eyes and logs: without user name and password.</summary>
    public string DisplayUrl => DeployRules.RedactUrl(Url);

    /// <summary>This manifest with <see cref="DisplayUrl"/> as its URL.</summary>
    public DeployManifest Redacted() => Url == DisplayUrl ? this : this with { Url = DisplayUrl };

    /// <summary>One line for logs, without secrets.</summary>
    public override string ToString() => $"{DisplayUrl} @ {CommitId} -> {RelativePath}";

    /// <summary>Whether both ask for the same work: repository, commit, directory and mode, commands and checks.</summary>
    internal bool AsksTheSameAs(DeployManifest other) =>
        string.Equals(Url, other.Url, StringComparison.Ordinal)
        && string.Equals(CommitId, other.CommitId, StringComparison.OrdinalIgnoreCase)
        && string.Equals(RelativePath, other.RelativePath, StringComparison.Ordinal)
        && Mode == other.Mode
        && PostDeploy == other.PostDeploy
        && HealthCheck == other.HealthCheck;
}
