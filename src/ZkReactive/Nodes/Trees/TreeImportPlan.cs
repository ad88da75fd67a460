using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>What an import would do: nothing of it is done yet.</summary>
/// <param name="Path">The top of the tree that is written.</param>
/// <param name="Steps">What is done, in this order: created from the top down, updated, deleted from the leaves up, lists from the leaves up.</param>
/// <param name="UnchangedCount">How many nodes are as the saved tree has them.</param>
public sealed record TreeImportPlan(ZkPath Path, IReadOnlyList<TreeImportStep> Steps, int UnchangedCount)
{
    /// <summary>How many steps do this.</summary>
    public int Count(TreeImportAction action) => Steps.Count(step => step.Action == action);
}
