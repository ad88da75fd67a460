using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Tells whether nodes exist: true or false for each path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZkNode")]
[OutputType(typeof(bool))]
public sealed class TestZkNodeCommand : ZkWriteCmdlet
{
    /// <summary>The paths to look for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Also asks whether the node has this version. In the script of Invoke-ZkTransaction it makes the transaction pass only if it does; without -Version, only if the node is there.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Version { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (TryGather(session, path.Value, () => new ZkOperation.Check(path, Version ?? -1))) continue;
            Send(path.Value, async token => await session.Client.ExistsAsync(path, token) is { Stat: { } stat } && (Version is null || stat.Version == Version));
        }
    }
}
