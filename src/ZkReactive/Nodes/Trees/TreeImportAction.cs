namespace ZkReactive.Nodes.Trees;

/// <summary>What an import does with one node.</summary>
public enum TreeImportAction
{
    /// <summary>Creates it.</summary>
    Create,

    /// <summary>Replaces its data.</summary>
    Update,

    /// <summary>Replaces its access control list.</summary>
    SetAcl,

    /// <summary>Deletes it.</summary>
    Delete,

    /// <summary>Leaves it though the saved tree does not have it: it is ephemeral or above an ephemeral node.</summary>
    Keep,
}
