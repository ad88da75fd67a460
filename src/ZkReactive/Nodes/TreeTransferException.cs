using ZkReactive.Client;

namespace ZkReactive.Nodes;

/// <summary>A tree cannot be copied or moved as asked; nothing was written.</summary>
public sealed class TreeTransferException : ZkException
{
    /// <summary>An ephemeral node is in the tree: it belongs to its session and would not be one at the target.</summary>
    public const string EphemeralNode = "ZkEphemeralNotCopied";

    /// <summary>The target is the tree itself or lies in it.</summary>
    public const string IntoItself = "ZkCopyIntoItself";

    /// <summary>Makes one.</summary>
    public TreeTransferException(string errorId, string message)
        : base(errorId, message)
    {
    }
}
