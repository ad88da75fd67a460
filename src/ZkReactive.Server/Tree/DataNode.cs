using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>One znode. Only <see cref="DataTree"/> changes it.</summary>
internal sealed class DataNode
{
    private string[]? _childNames;

    public DataNode(string path, DataNode? parent, byte[]? data, AclEntry sharedAcl, in PersistedStat stat)
    {
        Path = path;
        Parent = parent;
        Data = data;
        SharedAcl = sharedAcl;
        (Czxid, Mzxid, CreatedTime, ModifiedTime, Version, ChildrenCreated, AclVersion, EphemeralOwner, Pzxid) = stat;
    }

    public string Path { get; }

    /// <summary>The node above; null for the root alone.</summary>
    public DataNode? Parent { get; }

    /// <summary>The data as the client sent it; null is kept apart from empty, as on the wire.</summary>
    public byte[]? Data { get; set; }

    /// <summary>The ACL, shared with every other node that has the same.</summary>
    public AclEntry SharedAcl { get; set; }

    public IReadOnlyList<Acl> Acl => SharedAcl.Acl;

    /// <summary>As stored: 0, a session, or a special value, see <see cref="OwnerCodes"/>.</summary>
    public long EphemeralOwner { get; }

    public long Czxid { get; }

    public long Mzxid { get; set; }

    public long Pzxid { get; set; }

    public long CreatedTime { get; }

    public long ModifiedTime { get; set; }

    public int Version { get; set; }

    /// <summary>How many children were ever created: the counter of sequential names. <see cref="ToStat"/> shows another figure.</summary>
    public int ChildrenCreated { get; set; }

    public int AclVersion { get; set; }

    /// <summary>Its part of the tree's digest; 0 while the tree keeps none.</summary>
    public uint Digest { get; set; }

    /// <summary>The children by name; null until there was one.</summary>
    public Dictionary<string, DataNode>? Children { get; private set; }

    public int ChildCount => Children?.Count ?? 0;

    /// <summary>The children's names, kept until one comes or goes.</summary>
    public IReadOnlyList<string> ChildNames => _childNames ??= Children is null ? [] : [.. Children.Keys];

    public void AddChild(string name, DataNode child)
    {
        (Children ??= new(StringComparer.Ordinal)).Add(name, child);
        _childNames = null;
    }

    public void RemoveChild(string name)
    {
        Children?.Remove(name);
        _childNames = null;
    }

    /// <summary>What a snapshot keeps.</summary>
    public PersistedStat ToPersisted() =>
        new(Czxid, Mzxid, CreatedTime, ModifiedTime, Version, ChildrenCreated, AclVersion, EphemeralOwner, Pzxid);

    /// <summary>
    /// What clients see. The children version counts creations and deletions, which follows from creations and the
    /// present count; containers and TTL nodes show no owner. Source: Apache ZooKeeper, <c>DataNode.copyStat</c>.
    /// </summary>
    public Stat ToStat() => new(
        new Zxid(Czxid), new Zxid(Mzxid), CreatedTime, ModifiedTime, Version, unchecked((ChildrenCreated * 2) - ChildCount), AclVersion,
        OwnerCodes.IsSession(EphemeralOwner) ? EphemeralOwner : 0, Data?.Length ?? 0, ChildCount, new Zxid(Pzxid));
}
