using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Goes back to the last good deploy before the present one.</summary>
[Cmdlet(VerbsCommon.Undo, "ZkDeploy", SupportsShouldProcess = true, DefaultParameterSetName = PublishSet)]
[OutputType(typeof(ZkPublishedDeployInfo), ParameterSetName = [PublishSet])]
[OutputType(typeof(ZkDeployAgentInfo), ParameterSetName = [WaitSet])]
public sealed class UndoZkDeployCommand : ZkDeployCmdlet
{
    private const string PublishSet = "Publish";
    private const string WaitSet = "Wait";

    /// <summary>A remark for people. By default the names of both deploys.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>All agents at once, whatever batches that deploy had.</summary>
    [Parameter]
    public SwitchParameter AtOnce { get; set; }

    /// <summary>Signs with this private key; needed when the present manifest is signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningKey { get; set; }

    /// <summary>Waits, with a progress bar, until every agent has a result; writes the agents, and an error if one failed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WaitSet)]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait: seconds, a number with a unit (30s, 5m) or a TimeSpan. By default 5 minutes.</summary>
    [Parameter(ParameterSetName = WaitSet)]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        using var key = LoadSigningKey(SigningKey);
        var options = new DeployPublisherOptions { Path = Path, SigningKey = key };
        if (!Try(Path.Value, token => DeployUndo.FindAsync(session.Client, options, token), out var plan)) return;
        if (!ShouldProcess(Path.Value, $"Undo deploy {plan.Undone}: back to {plan.BackTo}, commit {plan.To}")) return;
        if (!Try(Path.Value, token => DeployUndo.PublishAsync(session.Client, options, plan with { IsAtOnce = AtOnce }, Note, token), out var published)) return;

        if (Wait) new DeployWaiting(this, session, Path, Timeout, expectedAgents: null).Follow(published.DeployId, work => Try(Path.Value, work));
        else WriteObject(new ZkPublishedDeployInfo(published, session));
    }
}
