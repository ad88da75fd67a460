namespace ZkReactive.Nodes.Trees;

/// <summary>What an import does about what is there already.</summary>
public enum TreeImportMode
{
    /// <summary>Creates what is missing and changes what differs; leaves alone what the saved tree does not have.</summary>
    Merge,

    /// <summary>As <see cref="Merge"/>, and deletes what the saved tree does not have; but no ephemeral node and no parent of one.</summary>
    Replace,
}
