using System.Management.Automation;
using ZkReactive.Ensemble;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using Library = ZkReactive.Ensemble.ZkEnsemble;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Writes the configuration of a new Apache ZooKeeper ensemble on this machine. Starts nothing.</summary>
[Cmdlet(VerbsCommon.New, "ZkEnsemble", SupportsShouldProcess = true)]
[OutputType(typeof(ZkEnsembleInfo))]
public sealed class NewZkEnsembleCommand : ZkCmdlet
{
    /// <summary>Where configurations, data and logs go: a new or empty directory.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Directory { get; set; } = "";

    /// <summary>How many servers: 2n+1 survive the failure of n. By default 3.</summary>
    [Parameter]
    [ValidateRange(1, EnsembleOptions.MostServers)]
    public int Count { get; set; } = 3;

    /// <summary>The first client port, the others follow it; 0 takes free ones. By default 2181.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int BasePort { get; set; } = 2181;

    /// <summary>The servers' unit of time: sessions last 2 to 20 ticks. By default 2 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? TickTime { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var directory = GetUnresolvedProviderPathFromPSPath(Directory);
        if (!ShouldProcess(directory, $"Write an ensemble of {Count}")) return;

        var options = new EnsembleOptions { Directory = directory, Count = Count, BasePort = BasePort };
        options = options with { TickTime = TickTime ?? options.TickTime };
        if (Try(directory, _ => Task.FromResult(Library.Create(options)), out var ensemble)) WriteObject(new ZkEnsembleInfo(ensemble));
    }
}
