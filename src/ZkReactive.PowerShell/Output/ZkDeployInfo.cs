using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>A deploy over the whole fleet at one moment: the library's <see cref="DeployStatus"/> in types that scripts handle.</summary>
public sealed class ZkDeployInfo
{
    internal ZkDeployInfo(DeployStatus status, ZkSession session)
    {
        Path = status.Path.Value;
        DeployId = status.DeployId;
        Outcome = status.Outcome;
        Halt = status.Halt;
        Manifest = status.Manifest;
        Problems = [.. status.ManifestProblems];
        Version = status.Version?.Value;
        Agents = [.. status.Agents.Select(agent => new ZkDeployAgentInfo(agent, status.DeployId))];
        Session = session;
    }

    /// <summary>The manifest node; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>The deploy; null when there is no manifest.</summary>
    public string? DeployId { get; }

    /// <summary>How it stands in all.</summary>
    public DeployOutcome Outcome { get; }

    /// <summary>Why nobody begins it any more; null when it is not halted.</summary>
    public DeployHalt? Halt { get; }

    /// <summary>The repository, without user name and password; null when the manifest cannot be read.</summary>
    public string? Url => Manifest?.DisplayUrl;

    /// <summary>The commit asked for; null when the manifest cannot be read.</summary>
    public string? CommitId => Manifest?.CommitId;

    /// <summary>The directory below each agent's root; null when the manifest cannot be read.</summary>
    public string? RelativePath => Manifest?.RelativePath;

    /// <summary>Who published it.</summary>
    public string? PublishedBy => Manifest?.PublishedBy;

    /// <summary>When it was published.</summary>
    public DateTimeOffset? PublishedAt => Manifest?.PublishedAt;

    /// <summary>The publisher's remark.</summary>
    public string? Note => Manifest?.Note;

    /// <summary>The whole manifest; null when there is none or it cannot be read.</summary>
    public DeployManifest? Manifest { get; }

    /// <summary>What is wrong with the manifest; empty when nothing is.</summary>
    public DeployProblem[] Problems { get; }

    /// <summary>The manifest node's version; null when there is none, or for a deploy of the past.</summary>
    public int? Version { get; }

    /// <summary>Every agent that is registered or has a result, by id.</summary>
    public ZkDeployAgentInfo[] Agents { get; }

    /// <summary>How many agents there are.</summary>
    public int AgentCount => Agents.Length;

    /// <summary>How many agents run the commit.</summary>
    public int SucceededCount => Agents.Count(agent => agent.State == DeployAgentState.Succeeded);

    /// <summary>How many agents failed.</summary>
    public int FailedCount => Agents.Count(agent => agent.State == DeployAgentState.Failed);

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The deploy's id and its outcome.</summary>
    public override string ToString() => $"{DeployId} {Outcome}".TrimStart();
}
