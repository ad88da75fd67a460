using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Deletes nodes; with -Recurse all that is below them as well.</summary>
[Cmdlet(VerbsCommon.Remove, "ZkNode", SupportsShouldProcess = true, DefaultParameterSetName = VersionSet)]
[OutputType(typeof(void))]
public sealed class RemoveZkNodeCommand : ZkWriteCmdlet
{
    private const string VersionSet = "Version";
    private const string RecurseSet = "Recurse";
    private const string LiteralVersionSet = "LiteralVersion";
    private const string LiteralRecurseSet = "LiteralRecurse";

    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The paths of the nodes. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = VersionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RecurseSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralVersionSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralRecurseSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <summary>Deletes only if the node has this version; -1 for any. It is not taken from the pipeline: a listed node is deleted even if its data changed since.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = LiteralVersionSet)]
    [ValidateRange(-1, int.MaxValue)]
    public int Version { get; set; } = -1;

    /// <summary>Deletes all that is below as well, from the leaves up. Asks first, unless -Force or -Confirm:$false is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RecurseSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralRecurseSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Does not ask before a tree is deleted.</summary>
    [Parameter(ParameterSetName = RecurseSet)]
    [Parameter(ParameterSetName = LiteralRecurseSet)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var client = session.Client;
        foreach (var path in LiteralPath ?? Expand(session, Path))
        {
            if (TryGather(session, path.Value, () => Recurse ? throw TransactionScope.NotOne("-Recurse") : new ZkOperation.Delete(path, Version))) continue;
            if (!ShouldProcess(path.Value, Recurse ? "Delete node and all below" : "Delete node")) continue;
            if (Recurse && !MayDeleteTree(client, path)) continue;
            if (Recurse) SendAlone(path.Value, async token => { await client.DeleteTreeAsync(path, token); return null; });
            else Send(path.Value, async token => { await client.DeleteAsync(path, Version, token); return null; });
        }
    }

    private bool MayDeleteTree(IZkClient client, ZkPath path)
    {
        if (Force || MyInvocation.BoundParameters.ContainsKey("Confirm")) return true;
        if (!Try(path.Value, token => client.ExistsAsync(path, token).AsTask(), out var node)) return false;
        return node.Stat is not { ChildCount: > 0 } stat
            || ShouldContinue(
                $"{path} has {stat.ChildCount} children. Delete it with all that is below?", "Delete a tree", ref _yesToAll, ref _noToAll);
    }
}
