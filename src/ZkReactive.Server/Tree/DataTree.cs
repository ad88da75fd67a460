using System.Diagnostics.CodeAnalysis;
using ZkReactive.Protocol;
using ZkReactive.Server.Tree.Quotas;

namespace ZkReactive.Server.Tree;

/// <summary>
/// The znodes, as pure data: transactions go in, events come out. Not thread-safe; the server's lock guards it.
/// Source of the rules: Apache ZooKeeper, <c>DataTree.java</c>.
/// </summary>
internal sealed class DataTree
{
    public const string RootPath = "/";
    public const string SystemPath = "/zookeeper";
    public const string QuotaPath = "/zookeeper/quota";
    public const string ConfigPath = "/zookeeper/config";

    /// <summary>In a creation from an old log: the parent's counter is not told, it goes up by one.</summary>
    public const int CountedByParent = -1;

    private readonly Dictionary<string, DataNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataNode>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<long, HashSet<DataNode>> _ephemerals = [];
    private readonly HashSet<DataNode> _reapable = [];
    private bool _keepsDigest;

    public DataTree()
        : this([], PersistedStat.Created(0, 0, OwnerCodes.Persistent))
    {
        AddSystemNodes();
    }

    /// <summary>A tree of its root alone, to be filled with <see cref="Restore"/>.</summary>
    public DataTree(byte[]? rootData, in PersistedStat rootStat)
    {
        _bySpan = _nodes.GetAlternateLookup<ReadOnlySpan<char>>();
        Quotas = new QuotaBook(this);
        Root = new DataNode(RootPath, null, rootData, AclEntry.Open, rootStat);
        _nodes.Add(RootPath, Root);
        DataBytes = RootPath.Length + (rootData?.Length ?? 0);
    }

    public DataNode Root { get; }

    /// <summary>The last transaction that was applied.</summary>
    public long LastZxid { get; set; }

    /// <summary>The quotas, and what counts for them.</summary>
    public QuotaBook Quotas { get; }

    /// <summary>The ACLs of the nodes.</summary>
    public AclTable Acls { get; } = new();

    /// <summary>The sum of all nodes' digests, once <see cref="KeepDigest"/> was called.</summary>
    public long Digest { get; private set; }

    public int NodeCount => _nodes.Count;

    public int EphemeralCount { get; private set; }

    /// <summary>Characters of paths and bytes of data.</summary>
    public long DataBytes { get; private set; }

    /// <summary>The sessions that own ephemerals, with them.</summary>
    public IReadOnlyDictionary<long, HashSet<DataNode>> Ephemerals => _ephemerals;

    /// <summary>Containers and TTL nodes.</summary>
    public IReadOnlyCollection<DataNode> Reapable => _reapable;

    /// <summary>The paths that cannot be deleted.</summary>
    public static bool IsSpecial(string path) => path is RootPath or SystemPath or QuotaPath or ConfigPath;

    /// <summary>The path above; the root for its children. The empty path stands for the root, as in Apache ZooKeeper.</summary>
    public static ReadOnlySpan<char> ParentOf(ReadOnlySpan<char> path)
    {
        var cut = path.LastIndexOf('/');
        return cut <= 0 ? RootPath : path[..cut];
    }

    public bool TryGet(ReadOnlySpan<char> path, [NotNullWhen(true)] out DataNode? node)
    {
        if (!path.IsEmpty) return _bySpan.TryGetValue(path, out node);
        node = Root;
        return true;
    }

    /// <summary>All nodes strictly below a path; for the root without counting itself.</summary>
    public int CountBelow(DataNode node)
    {
        if (node == Root) return NodeCount - 1;
        var count = 0;
        if (node.Children is { } children)
        {
            foreach (var child in children.Values) count += 1 + CountBelow(child);
        }

        return count;
    }

    /// <summary>The ephemerals of a session in the order they were created.</summary>
    public IReadOnlyList<string> EphemeralsOf(long session) =>
        _ephemerals.TryGetValue(session, out var nodes) ? [.. nodes.OrderBy(n => n.Czxid).Select(n => n.Path)] : [];

    /// <summary>
    /// Applies a decided change. Changes that the tree shows already, or that later ones have overtaken, do no harm: a snapshot
    /// that was written while the tree changed becomes right by applying all that came after its start. Source: Apache
    /// ZooKeeper, <c>DataTree.processTxn</c>.
    /// </summary>
    /// <param name="header">Who, when and where in the order.</param>
    /// <param name="transaction">What to change.</param>
    /// <param name="events">Is told of every change.</param>
    /// <param name="partStats">For a multi: gets the stat of each part's node as that part left it.</param>
    public void Apply(in TransactionHeader header, Transaction transaction, ITreeEvents events, List<Stat>? partStats = null)
    {
        if (transaction is MultiTransaction multi)
        {
            foreach (var part in multi.Parts)
            {
                var node = ApplyPart(header, part, events);
                partStats?.Add(node?.ToStat() ?? default);
            }
        }
        else
        {
            ApplyPart(header, transaction, events);
        }

        if (header.Zxid > LastZxid) LastZxid = header.Zxid;
    }

    /// <summary>Adds a node as a snapshot has it; parents come before their children.</summary>
    /// <returns>The node; null when its parent is not there.</returns>
    public DataNode? Restore(string path, byte[]? data, AclEntry acl, in PersistedStat stat) =>
        TryGet(ParentOf(path), out var parent) && !_nodes.ContainsKey(path) ? AddNode(path, data, acl, parent, stat) : null;

    /// <summary>Gives a node another of the tree's ACLs.</summary>
    public void ChangeAcl(DataNode node, IReadOnlyList<Acl> acl)
    {
        var old = node.SharedAcl;
        node.SharedAcl = Acls.Use(acl);
        Acls.Release(old);
    }

    /// <summary>Gives a node data that no transaction did: nobody hears of it, and its stat stays.</summary>
    public void ReplaceQuietly(DataNode node, byte[] data)
    {
        DataBytes += data.Length - (node.Data?.Length ?? 0);
        node.Data = data;
        UpdateDigest(node);
    }

    /// <summary>Adds the nodes that every server has, where a snapshot of an old one lacks them.</summary>
    public void AddSystemNodes()
    {
        var stat = PersistedStat.Created(0, 0, OwnerCodes.Persistent);
        if (!_nodes.TryGetValue(SystemPath, out var system)) system = AddNode(SystemPath, [], AclEntry.Open, Root, stat);
        if (!_nodes.ContainsKey(QuotaPath)) AddNode(QuotaPath, [], AclEntry.Open, system, stat);
        // Apache ZooKeeper writes this ACL with version -1, which clients can see.
        if (!_nodes.ContainsKey(ConfigPath)) AddNode(ConfigPath, [], Acls.Use(Acl.ReadUnsafe), system, stat with { AclVersion = -1 });
    }

    /// <summary>Computes the digest of every node and keeps it from now on.</summary>
    public void KeepDigest()
    {
        _keepsDigest = true;
        foreach (var node in _nodes.Values) UpdateDigest(node);
    }

    private DataNode? ApplyPart(in TransactionHeader header, Transaction transaction, ITreeEvents events)
    {
        switch (transaction)
        {
            case SetDataTransaction set:
                return SetData(header, set, events);
            case CreateTransaction create:
                return Create(header, create, events);
            case DeleteTransaction delete:
                Delete(delete.Path, header.Zxid, events);
                return null;
            case SetAclTransaction setAcl:
                return SetAcl(setAcl);
            case CloseSessionTransaction close:
                foreach (var path in close.Ephemerals) Delete(path, header.Zxid, events);
                // Logs of old servers name none.
                foreach (var path in EphemeralsOf(header.Session)) Delete(path, header.Zxid, events);
                return null;
            default:
                return null;
        }
    }

    private DataNode? Create(in TransactionHeader header, CreateTransaction create, ITreeEvents events)
    {
        if (!TryGet(ParentOf(create.Path), out var parent)) return null;
        var created = create.ParentChildrenCreated == CountedByParent ? unchecked(parent.ChildrenCreated + 1) : create.ParentChildrenCreated;
        if (created > parent.ChildrenCreated)
        {
            parent.ChildrenCreated = created;
            parent.Pzxid = header.Zxid;
        }

        if (_nodes.TryGetValue(create.Path, out var node))
        {
            // It is in the snapshot already, perhaps with an ACL that the snapshot's table came too early for.
            ChangeAcl(node, create.Acl);
        }
        else
        {
            var stat = PersistedStat.Created(header.Zxid, header.Time, create.EphemeralOwner);
            node = AddNode(create.Path, create.Data, Acls.Use(create.Acl), parent, stat);
            Quotas.Created(node);
            events.NodeCreated(node, header.Zxid);
        }

        UpdateDigest(parent);
        return node;
    }

    private DataNode AddNode(string path, byte[]? data, AclEntry acl, DataNode parent, in PersistedStat stat)
    {
        var node = new DataNode(path, parent, data, acl, stat);
        _nodes.Add(path, node);
        parent.AddChild(NameOf(path), node);
        DataBytes += path.Length + (data?.Length ?? 0);
        if (OwnerCodes.IsSession(stat.EphemeralOwner))
        {
            if (!_ephemerals.TryGetValue(stat.EphemeralOwner, out var owned)) _ephemerals.Add(stat.EphemeralOwner, owned = []);
            owned.Add(node);
            EphemeralCount++;
        }
        else if (stat.EphemeralOwner != OwnerCodes.Persistent)
        {
            _reapable.Add(node);
        }

        UpdateDigest(node);
        return node;
    }

    private DataNode? SetData(in TransactionHeader header, SetDataTransaction set, ITreeEvents events)
    {
        if (!TryGet(set.Path, out var node)) return null;
        var longer = (set.Data?.Length ?? 0) - (node.Data?.Length ?? 0);
        DataBytes += longer;
        node.Data = set.Data;
        node.Version = set.Version;
        node.Mzxid = header.Zxid;
        node.ModifiedTime = header.Time;
        UpdateDigest(node);
        Quotas.DataChanged(node.Path, longer);
        events.DataChanged(node, header.Zxid);
        return node;
    }

    private DataNode? SetAcl(SetAclTransaction set)
    {
        if (!TryGet(set.Path, out var node)) return null;
        ChangeAcl(node, set.Acl);
        node.AclVersion = set.Version;
        UpdateDigest(node);
        return node;
    }

    private void Delete(string path, long zxid, ITreeEvents events)
    {
        if (path.Length <= RootPath.Length || !TryGet(ParentOf(path), out var parent)) return;
        if (zxid > parent.Pzxid)
        {
            parent.Pzxid = zxid;
            UpdateDigest(parent);
        }

        if (!_nodes.TryGetValue(path, out var node)) return;
        // Children can be there only when a snapshot shows the node's next life: they are created again later on.
        if (node.ChildCount > 0)
        {
            foreach (var child in node.Children!.Values.ToArray()) Delete(child.Path, zxid, events);
        }

        Remove(node, parent);
        Quotas.Deleted(node);
        events.NodeDeleted(node, zxid);
    }

    private void Remove(DataNode node, DataNode parent)
    {
        _nodes.Remove(node.Path);
        parent.RemoveChild(NameOf(node.Path));
        Digest -= node.Digest;
        Acls.Release(node.SharedAcl);
        DataBytes -= node.Path.Length + (node.Data?.Length ?? 0);
        if (_ephemerals.TryGetValue(node.EphemeralOwner, out var owned) && owned.Remove(node))
        {
            EphemeralCount--;
            if (owned.Count == 0) _ephemerals.Remove(node.EphemeralOwner);
        }
        else
        {
            _reapable.Remove(node);
        }
    }

    private void UpdateDigest(DataNode node)
    {
        if (!_keepsDigest) return;
        var now = NodeDigest.Of(node);
        Digest += (long)now - node.Digest;
        node.Digest = now;
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
