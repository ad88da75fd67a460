using System.Management.Automation;
using Library = ZkReactive.Ensemble.ZkEnsemble;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Stops the servers of an ensemble on this machine; their data stays.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZkEnsemble", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopZkEnsembleCommand : ZkCmdlet
{
    /// <summary>The ensemble's directory, as it was given to New-ZkEnsemble.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = "";

    /// <summary>The numbers of the servers to stop. By default all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? Server { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var directory = GetUnresolvedProviderPathFromPSPath(Directory);
        if (ShouldProcess(directory, "Stop ensemble")) Try(directory, token => Library.Open(directory).StopAsync(Server, cancellationToken: token), out _);
    }
}
