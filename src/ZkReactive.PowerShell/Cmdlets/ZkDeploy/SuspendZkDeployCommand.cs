using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Halts a rollout: agents at work finish, no other begins.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "ZkDeploy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkDeployHaltInfo))]
public sealed class SuspendZkDeployCommand : ZkDeployCmdlet
{
    /// <summary>Which deploy. By default the present one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeployIdCompleter))]
    public string? DeployId { get; set; }

    /// <summary>Why, for people.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!ShouldProcess(Path.Value, "Halt the rollout")) return;
        if (Try(Path.Value, token => DeployRollout.HaltAsync(session.Client, Path, DeployId, Reason, cancellationToken: token), out var halt) && halt is not null) WriteObject(new ZkDeployHaltInfo(Path, halt, session));
    }
}
