using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Lets a halted rollout go on; writes the halt that stood, nothing when there was none.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ZkDeploy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkDeployHaltInfo))]
public sealed class ResumeZkDeployCommand : ZkDeployCmdlet
{
    /// <summary>Which deploy. By default the present one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeployIdCompleter))]
    public string? DeployId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!ShouldProcess(Path.Value, "Let the rollout go on")) return;
        if (Try(Path.Value, token => DeployRollout.ResumeAsync(session.Client, Path, DeployId, cancellationToken: token), out var halt) && halt is not null) WriteObject(new ZkDeployHaltInfo(Path, halt, session));
    }
}
