using ZkReactive.Client;

namespace ZkReactive.Nodes.Trees;

/// <summary>What should be a saved tree is none; the message says where and why. Nothing was written.</summary>
public sealed class TreeDocumentException : ZkException
{
    /// <summary>Makes one.</summary>
    public TreeDocumentException(string message, Exception? innerException = null)
        : base("ZkTreeInvalid", message, innerException)
    {
    }
}
