using ZkReactive.Nodes.Trees;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>What an import did, or with -WhatIf would do.</summary>
public sealed class ZkTreeImportInfo
{
    internal ZkTreeImportInfo(TreeImportPlan plan, bool isDone, ZkSession session)
    {
        Path = plan.Path.Value;
        IsDone = isDone;
        Created = plan.Count(TreeImportAction.Create);
        Updated = plan.Count(TreeImportAction.Update);
        AclsSet = plan.Count(TreeImportAction.SetAcl);
        Deleted = plan.Count(TreeImportAction.Delete);
        Kept = plan.Count(TreeImportAction.Keep);
        Unchanged = plan.UnchangedCount;
        Steps = [.. plan.Steps];
        Session = session;
    }

    /// <summary>The top of the tree; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>Whether it was done; false with -WhatIf.</summary>
    public bool IsDone { get; }

    /// <summary>How many nodes are created.</summary>
    public int Created { get; }

    /// <summary>Of how many nodes the data is replaced.</summary>
    public int Updated { get; }

    /// <summary>Of how many nodes the access control list is replaced.</summary>
    public int AclsSet { get; }

    /// <summary>How many nodes are deleted.</summary>
    public int Deleted { get; }

    /// <summary>How many nodes that the saved tree does not have are left because they are ephemeral or above an ephemeral node.</summary>
    public int Kept { get; }

    /// <summary>How many nodes are as the saved tree has them.</summary>
    public int Unchanged { get; }

    /// <summary>Each write, in order: Action, Path and the Version that the node must have.</summary>
    public TreeImportStep[] Steps { get; }

    /// <summary>The session; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
