namespace ZkReactive.Pipelines.Discovery;

/// <summary>What a registration does to its node. One at a time.</summary>
public enum ServiceStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Looks at the node, behind everything that was sent before.</summary>
    Look,

    /// <summary>Makes the node.</summary>
    Create,

    /// <summary>Takes away what a predecessor left and makes the node, in one transaction.</summary>
    Replace,

    /// <summary>Writes the data again.</summary>
    Write,

    /// <summary>Takes the node away.</summary>
    Remove,
}
