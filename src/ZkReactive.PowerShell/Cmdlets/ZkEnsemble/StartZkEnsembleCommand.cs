using System.Management.Automation;
using ZkReactive.Ensemble;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using Library = ZkReactive.Ensemble.ZkEnsemble;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Starts the servers of an ensemble on this machine and waits until they serve.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZkEnsemble", SupportsShouldProcess = true)]
[OutputType(typeof(ZkServerStatusInfo))]
public sealed class StartZkEnsembleCommand : ZkCmdlet
{
    /// <summary>The ensemble's directory, as it was given to New-ZkEnsemble.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = "";

    /// <summary>The numbers of the servers to start. By default all; those that run are left as they are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? Server { get; set; }

    /// <summary>How long the servers may take until they serve. By default 1 minute.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>An unpacked release of Apache ZooKeeper. By default the environment variable ZOOKEEPER_HOME, or else the system's package.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ZooKeeperHome { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var directory = GetUnresolvedProviderPathFromPSPath(Directory);
        if (!ShouldProcess(directory, "Start ensemble")) return;

        var options = new EnsembleStartOptions { Servers = Server, ZooKeeperHome = ZooKeeperHome };
        options = options with { Timeout = Timeout ?? options.Timeout };
        if (!Try(directory, token => Library.Open(directory).StartAsync(options, token), out var status)) return;
        WriteObject(status.Select(server => new ZkServerStatusInfo(server)), enumerateCollection: true);
    }
}
