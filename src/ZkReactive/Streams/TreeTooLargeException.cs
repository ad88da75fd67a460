using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>A tree has more nodes or bytes than its stream may take.</summary>
public sealed class TreeTooLargeException : ZkException
{
    internal TreeTooLargeException(ZkPath path, string found, string limit)
        : base("ZkTreeTooLarge", $"The tree at {path} cannot be followed: it has {found}, the limit is {limit}. Follow a smaller part of it (MaxDepth, Filter, KeysOnly), or raise the limit.")
    {
        Path = path;
        Operation = "ObserveTree";
    }
}
