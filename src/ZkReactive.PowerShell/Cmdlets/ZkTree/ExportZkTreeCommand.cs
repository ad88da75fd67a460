using System.Management.Automation;
using ZkReactive.Nodes.Trees;
using ZkReactive.PowerShell.Completers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Saves nodes with all that is below them, as JSON, with data and access control lists.</summary>
[Cmdlet(VerbsData.Export, "ZkTree")]
[OutputType(typeof(string))]
public sealed class ExportZkTreeCommand : ZkSessionCmdlet
{
    /// <summary>The tops of the trees; each becomes one text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var client = Client;
        foreach (var path in Path)
        {
            if (!Try(path.Value, token => client.ReadTreeAsync(path, token), out var tree)) continue;
            if (tree.EphemeralCount > 0) WriteWarning($"{tree.EphemeralCount} ephemeral nodes below {path} were left out: they belong to a session.");
            WriteObject(TreeDocumentJson.ToJson(tree));
        }
    }
}
