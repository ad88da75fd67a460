using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>What deciding needs to know of a node: as it is, or as earlier parts of the same multi will leave it.</summary>
internal readonly record struct NodeFacts(
    IReadOnlyList<Acl> Acl, long EphemeralOwner, int Version, int AclVersion, int ChildrenCreated, int ChildCount, int DataLength)
{
    public static NodeFacts Of(DataNode node) =>
        new(node.Acl, node.EphemeralOwner, node.Version, node.AclVersion, node.ChildrenCreated, node.ChildCount, node.Data?.Length ?? 0);
}
