using System.Management.Automation;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Halts a rollout: agents at work finish, no other begins.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "ZkDeploy", SupportsShouldProcess = true)]
[OutputType(typeof(ZkDeployHaltInfo))]
public sealed class SuspendZkDeployCommand : ZkSessionCmdlet
{
    /// <summary>The manifest node. By default /app/business/config.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; } = DeployPublisherOptions.DefaultPath;

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
