using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches services: writes the present instances, and then which join, change and leave, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ZkService")]
[OutputType(typeof(ZkServiceChangeInfo))]
public sealed class WatchZkServiceCommand : ZkStreamCmdlet
{
    /// <summary>The services' nodes; they need not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path) Add(path.Value, session.Client.ObserveService(path).Select(change => new ZkServiceChangeInfo(change, session)));
    }
}
