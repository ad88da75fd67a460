using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Output;

/// <summary>Where one agent stands with a deploy: the library's <see cref="DeployAgentStatus"/> in types that scripts handle.</summary>
public sealed class ZkDeployAgentInfo
{
    private readonly DeployAgentStatus _status;

    internal ZkDeployAgentInfo(DeployAgentStatus status, string? deployId)
    {
        _status = status;
        DeployId = deployId;
    }

    /// <summary>The manifest node.</summary>
    public string Path => _status.Path.Value;

    /// <summary>The agent's id.</summary>
    public string Agent => _status.Agent;

    /// <summary>The deploy this is about; null when there is no manifest.</summary>
    public string? DeployId { get; }

    /// <summary>The machine it runs on, as it says.</summary>
    public string? Host => _status.Host;

    /// <summary>How far it is.</summary>
    public DeployAgentState State => _status.State;

    /// <summary>The commit it should run; null when the manifest cannot be read.</summary>
    public string? Wanted => _status.Wanted;

    /// <summary>The commit it runs, as it read it back; null when it runs none.</summary>
    public string? Running => _status.Running;

    /// <summary>Whether its working tree is exactly the commit; null when not known.</summary>
    public bool? IsClean => _status.IsClean;

    /// <summary>Whether it is registered now.</summary>
    public bool IsPresent => _status.IsPresent;

    /// <summary>How many seconds the deploy took; null before it has a result.</summary>
    public double? Seconds => _status.Seconds;

    /// <summary>When it wrote its result, or its presence when there is none.</summary>
    public DateTimeOffset? At => _status.At;

    /// <summary>Why it failed, as a stable name; null when it did not.</summary>
    public string? ErrorId => _status.ErrorId;

    /// <summary>Why it failed, in words; null when it did not.</summary>
    public string? Error => _status.Error;

    /// <summary>The agent and its state.</summary>
    public override string ToString() => $"{Agent} {State}";
}
