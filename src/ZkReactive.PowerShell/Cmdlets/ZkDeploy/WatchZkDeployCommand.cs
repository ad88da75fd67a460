using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches deploys: writes every agent as it stands, then each one that changes.</summary>
[Cmdlet(VerbsCommon.Watch, "ZkDeploy", DefaultParameterSetName = AgentsSet)]
[OutputType(typeof(ZkDeployAgentInfo), ParameterSetName = [AgentsSet])]
[OutputType(typeof(ZkDeployInfo), ParameterSetName = [StatusSet])]
public sealed class WatchZkDeployCommand : ZkStreamCmdlet
{
    private const string AgentsSet = "Agents";
    private const string StatusSet = "Status";

    private readonly Dictionary<string, ProgressPace> _bars = new(StringComparer.Ordinal);

    /// <summary>The manifest nodes. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[] Path { get; set; } = [DeployPublisherOptions.DefaultPath];

    /// <summary>Writes the deploy as a whole each time it changes, instead of the agents that changed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StatusSet)]
    public SwitchParameter Status { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (Status) Add(path.Value, session.Client.ObserveDeploy(path).Select(status => new Seen(session, status, new ZkDeployInfo(status, session))));
            else Add(path.Value, session.Client.ObserveDeployAgents(path).Select(change => new Seen(session, change.Deploy, new ZkDeployAgentInfo(change.Agent, change.Deploy.DeployId))));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var path in _bars.Keys) WriteProgress(DeployProgress.ToCompleted(path));
    }

    private protected override object? OnWriting(object? value)
    {
        if (value is not Seen seen) return value;
        var path = seen.Deploy.Path.Value;
        if (seen.Deploy.Outcome == DeployOutcome.InProgress)
        {
            if (!_bars.TryGetValue(path, out var pace)) _bars.Add(path, pace = new ProgressPace(DeployProgress.Pace, seen.Session.Client.Options.TimeProvider));
            if (pace.TryTake(out _)) WriteProgress(DeployProgress.ToRecord(seen.Deploy));
        }
        else if (_bars.Remove(path))
        {
            WriteProgress(DeployProgress.ToCompleted(path));
        }

        return seen.Output;
    }

    private sealed record Seen(ZkSession Session, DeployStatus Deploy, object Output);
}
