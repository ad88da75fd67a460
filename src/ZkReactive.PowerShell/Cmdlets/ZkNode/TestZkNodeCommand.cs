using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Tells whether nodes exist: true or false for each path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZkNode", DefaultParameterSetName = PathSet)]
[OutputType(typeof(bool))]
public sealed class TestZkNodeCommand : ZkWriteCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The paths to look for; with wildcards, whether there is any node that fits.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <summary>Also asks whether the node has this version. In the script of Invoke-ZkTransaction it makes the transaction pass only if it does; without -Version, only if the node is there.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Version { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var given in LiteralPath ?? Path)
        {
            var nodes = LiteralPath is null ? [.. Expand(session, [given])] : new[] { given };
            if (nodes is not [var path]) WriteObject(nodes.Length > 0);
            else if (!TryGather(session, path.Value, () => new ZkOperation.Check(path, Version ?? -1)))
                Send(path.Value, async token => await session.Client.ExistsAsync(path, token) is { Stat: { } stat } && (Version is null || stat.Version == Version));
        }
    }
}
