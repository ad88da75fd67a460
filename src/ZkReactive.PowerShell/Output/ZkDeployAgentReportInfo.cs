using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Output;

/// <summary>What one reconciliation found and did: the library's <see cref="DeployAgentReport"/> in types that scripts handle.</summary>
public sealed class ZkDeployAgentReportInfo
{
    private readonly DeployAgentReport _report;

    internal ZkDeployAgentReportInfo(DeployAgentReport report) => _report = report;

    /// <summary>The manifest node.</summary>
    public string Path => _report.Path.Value;

    /// <summary>The agent's id.</summary>
    public string Agent => _report.Agent;

    /// <summary>How it ended; Pending when there is no manifest.</summary>
    public DeployAgentState State => _report.State;

    /// <summary>The deploy; null when there is no manifest.</summary>
    public string? DeployId => _report.DeployId;

    /// <summary>The commit asked for; null when there is no readable manifest.</summary>
    public string? Wanted => _report.Wanted;

    /// <summary>The commit that stands at the target now, read back; null when none does.</summary>
    public string? Running => _report.Running;

    /// <summary>Whether its working tree is exactly the commit; null when not known.</summary>
    public bool? IsClean => _report.IsClean;

    /// <summary>Whether this run changed what stands at the target.</summary>
    public bool IsChanged => _report.IsChanged;

    /// <summary>How many seconds the deploy took.</summary>
    public double Seconds => _report.Duration.TotalSeconds;

    /// <summary>Why it failed, as a stable name; null when it did not.</summary>
    public string? ErrorId => _report.Error?.Id;

    /// <summary>Why it failed, in words; null when it did not.</summary>
    public string? Error => _report.Error?.Message;

    /// <summary>The agent and its state.</summary>
    public override string ToString() => $"{Agent} {State}";
}
