using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Output;

/// <summary>What an agent knew at a time: the library's <see cref="DeployStateAsOf"/> laid flat for tables.</summary>
public sealed class ZkDeployStateInfo
{
    private readonly DeployStateAsOf _known;

    internal ZkDeployStateInfo(DeployStateAsOf known) => _known = known;

    /// <summary>The time.</summary>
    public DateTimeOffset AsOf => _known.AsOf;

    /// <summary>The manifest node that the agent follows.</summary>
    public string Path => _known.Path.Value;

    /// <summary>The last event of the journal that counts.</summary>
    public long Revision => _known.Revision.Value;

    /// <summary>The deploy that the manifest asked for; null when there was no manifest.</summary>
    public string? DeployId => State.SeenDeployId;

    /// <summary>The commit that the manifest asked for; null when there was no readable one.</summary>
    public string? Wanted => State.Seen?.CommitId;

    /// <summary>The commit that stood at the target; null when none was known.</summary>
    public string? Running => State.Running;

    /// <summary>How far the agent was.</summary>
    public DeployAgentState Phase => State.Phase;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since => State.Since;

    /// <summary>The last deploy that had succeeded; null for none.</summary>
    public string? LastGood => State.LastGood?.DeployId;

    /// <summary>All that the agent knew.</summary>
    public DeployState State => _known.State;

    /// <summary>The state in a line.</summary>
    public override string ToString() => $"{AsOf:O} {Phase} {Running ?? "nothing"}";
}
