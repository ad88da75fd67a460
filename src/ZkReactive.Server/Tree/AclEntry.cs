using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>An ACL that any number of nodes share.</summary>
/// <param name="id">Its number in snapshots.</param>
/// <param name="acl">The list, never changed.</param>
internal sealed class AclEntry(long id, IReadOnlyList<Acl> acl)
{
    /// <summary>Open to everybody; never counted nor listed. Source: Apache ZooKeeper, <c>ReferenceCountedACLCache</c>.</summary>
    public static readonly AclEntry Open = new(-1, ZkReactive.Protocol.Acl.OpenUnsafe);

    public long Id { get; } = id;

    public IReadOnlyList<Acl> Acl { get; } = acl;

    /// <summary>How many nodes have it.</summary>
    public int Uses { get; set; }
}
