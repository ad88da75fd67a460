using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>A node of a saved tree.</summary>
/// <param name="Path">Where it is below the top of the tree, without a leading slash; empty for the top itself.</param>
/// <param name="Data">Its data; empty when it has none.</param>
/// <param name="Acl">Its access control list, as the server stores it.</param>
public sealed record TreeDocumentNode(string Path, ReadOnlyMemory<byte> Data, IReadOnlyList<Acl> Acl)
{
    /// <summary>Where it is below another top.</summary>
    public ZkPath Under(ZkPath top) => Path.Length == 0 ? top : top.IsRoot ? ZkPath.Parse("/" + Path) : ZkPath.Parse($"{top}/{Path}");
}
