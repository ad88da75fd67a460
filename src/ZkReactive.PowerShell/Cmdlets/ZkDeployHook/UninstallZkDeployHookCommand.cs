using System.Management.Automation;
using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Takes the hook out of a repository again, and puts back what was there.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "ZkDeployHook", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UninstallZkDeployHookCommand : ZkCmdlet
{
    /// <summary>The repository, bare or with a work tree.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Repository { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var repository = GetUnresolvedProviderPathFromPSPath(Repository);
        if (!ShouldProcess(repository, "Take the deploy hook out")) return;
        if (!Try(repository, token => DeployHook.UninstallAsync(repository, TimeProvider.System, token), out var hooks)) return;
        foreach (var hook in hooks) WriteVerbose($"Removed from {hook}");
    }
}
