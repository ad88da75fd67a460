using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches groups and writes who is there, then who joins, changes its status, and leaves, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ZkGroup")]
[OutputType(typeof(ZkGroupChangeInfo))]
public sealed class WatchZkGroupCommand : ZkStreamCmdlet
{
    /// <summary>The groups; they need not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
            Add(path.Value, new ZkGroup(session.Client, path).Observe().Select(change => new ZkGroupChangeInfo(change, session)));
    }
}
