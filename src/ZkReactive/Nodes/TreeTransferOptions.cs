namespace ZkReactive.Nodes;

/// <summary>How a tree is copied or moved.</summary>
public sealed record TreeTransferOptions
{
    /// <summary>Whether the nodes are removed where they were. Default: false, a copy.</summary>
    public bool IsMove { get; init; }

    /// <summary>Whether all below the node goes along; a move always takes it. Default: true.</summary>
    public bool Recurse { get; init; } = true;

    /// <summary>Whether nodes that are at the target already get the data; they keep their ACLs and what else is below them. Default: false, they are an error.</summary>
    public bool Overwrite { get; init; }
}
