using System.Management.Automation;
using ZkReactive.Nodes.Trees;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Saves nodes with all that is below them, as JSON, with data and access control lists.</summary>
[Cmdlet(VerbsData.Export, "ZkTree", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ExportZkTreeCommand : ZkSessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The tops of the trees; each becomes one text. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The tops of the trees, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in LiteralPath ?? Expand(session, Path))
        {
            if (!Try(path.Value, token => session.Client.ReadTreeAsync(path, token), out var tree)) continue;
            if (tree.EphemeralCount > 0) WriteWarning($"{tree.EphemeralCount} ephemeral nodes below {path} were left out: they belong to a session.");
            WriteObject(TreeDocumentJson.ToJson(tree));
        }
    }
}
