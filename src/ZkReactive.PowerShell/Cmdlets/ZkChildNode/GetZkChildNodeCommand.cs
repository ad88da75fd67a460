using System.Management.Automation;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Lists the children of nodes, with their data and facts, or the whole tree below.</summary>
[Cmdlet(VerbsCommon.Get, "ZkChildNode", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ZkNodeInfo))]
[OutputType(typeof(string))]
public sealed class GetZkChildNodeCommand : ZkSessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The paths of the parents. By default the root, /. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public ZkPath[] Path { get; set; } = [ZkPath.Root];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <summary>Lists all that is below, not the children alone: each parent before its children.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How many levels below the children to list as well: 0 for none. Implies -Recurse.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Depth { get; set; }

    /// <summary>Writes names instead of objects: paths relative to -Path, as text.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var depth = MyInvocation.BoundParameters.ContainsKey(nameof(Depth)) ? Depth : Recurse ? int.MaxValue : 0;
        foreach (var parent in LiteralPath ?? Expand(session, Path))
        {
            Try(parent.Value, async (post, token) =>
            {
                await foreach (var node in session.Client.ReadDescendantsAsync(parent, depth, token))
                    await post.PostAsync(() => WriteObject(Name ? RelativeName(parent, node.Path) : new ZkNodeInfo(node, session)), token);
            });
        }
    }

    private static string RelativeName(ZkPath parent, ZkPath path) => path.Value[(parent.IsRoot ? 1 : parent.Value.Length + 1)..];
}
