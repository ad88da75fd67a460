using System.Management.Automation;
using ZkReactive.Nodes.Trees;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Writes trees that Export-ZkTree saved: merged into what is there, or in its place.</summary>
[Cmdlet(VerbsData.Import, "ZkTree", SupportsShouldProcess = true, DefaultParameterSetName = TextSet)]
[OutputType(typeof(ZkTreeImportInfo))]
public sealed class ImportZkTreeCommand : ZkSessionCmdlet
{
    private const string TextSet = "Text";
    private const string FileSet = "File";

    private readonly List<string> _lines = [];
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>What Export-ZkTree wrote: one text or its lines, one tree or several.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [AllowEmptyString]
    public string[] InputObject { get; set; } = [];

    /// <summary>The file with what Export-ZkTree wrote; wildcards take several.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>Where to write the tree. By default where it was saved from.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath? Destination { get; set; }

    /// <summary>Merge (creates and changes nodes, deletes none) or Replace (also deletes nodes that were not saved, but none that is ephemeral or above an ephemeral one). By default Merge.</summary>
    [Parameter]
    public TreeImportMode Mode { get; set; } = TreeImportMode.Merge;

    /// <summary>Does not ask before -Mode Replace deletes nodes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == TextSet)
        {
            _lines.AddRange(InputObject);
            return;
        }

        if (!Try(FilePath, () => FilePaths.Resolve(this, FilePath), out var files)) return;
        foreach (var file in files) Import(file, () => File.ReadAllText(file));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == TextSet) Import(target: null, () => string.Join('\n', _lines));
    }

    private void Import(string? target, Func<string> read)
    {
        var session = CurrentSession;
        if (!Try(target, () => TreeDocumentJson.Parse(read()), out var trees)) return;
        foreach (var tree in trees) Import(session, tree);
    }

    private void Import(ZkSession session, TreeDocument tree)
    {
        var path = (Destination ?? tree.Path).Value;
        if (!Try(path, token => session.Client.PlanImportAsync(tree, Destination, Mode, token), out var plan)) return;
        var deleted = plan.Count(TreeImportAction.Delete);
        var what = $"Create {plan.Count(TreeImportAction.Create)}, update {plan.Count(TreeImportAction.Update)}, delete {deleted} nodes, set {plan.Count(TreeImportAction.SetAcl)} ACLs";
        if (!ShouldProcess(path, what))
        {
            if (IsWhatIf()) WriteObject(new ZkTreeImportInfo(plan, isDone: false, session));
            return;
        }

        if (deleted > 0 && !MayDelete(path, deleted)) return;
        if (Try(path, token => session.Client.ImportAsync(plan, token))) WriteObject(new ZkTreeImportInfo(plan, isDone: true, session));
    }

    private bool MayDelete(string path, int count) => Force || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || ShouldContinue($"{count} nodes below {path} are not in the saved tree. Delete them?", "Replace a tree", ref _yesToAll, ref _noToAll);
}
