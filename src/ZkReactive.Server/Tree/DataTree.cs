using System.Diagnostics.CodeAnalysis;
using ZkReactive.Protocol;

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

    private readonly Dictionary<string, DataNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataNode>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<long, HashSet<DataNode>> _ephemerals = [];
    private readonly HashSet<DataNode> _reapable = [];

    public DataTree()
    {
        _bySpan = _nodes.GetAlternateLookup<ReadOnlySpan<char>>();
        Root = new DataNode(RootPath, null, [], Acl.OpenUnsafe, OwnerCodes.Persistent, 0, 0);
        _nodes.Add(RootPath, Root);
        DataBytes = RootPath.Length;
        var system = AddNode(SystemPath, [], Acl.OpenUnsafe, Root);
        AddNode(QuotaPath, [], Acl.OpenUnsafe, system);
        // Apache ZooKeeper writes this ACL with version -1, which clients can see.
        AddNode(ConfigPath, [], Acl.ReadUnsafe, system).AclVersion = -1;
    }

    public DataNode Root { get; }

    /// <summary>The last transaction that was applied.</summary>
    public long LastZxid { get; private set; }

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

    /// <summary>Applies a decided change.</summary>
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

        LastZxid = header.Zxid;
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
                var node = _nodes[setAcl.Path];
                node.Acl = setAcl.Acl;
                node.AclVersion = setAcl.Version;
                return node;
            case CloseSessionTransaction close:
                foreach (var path in close.Ephemerals) Delete(path, header.Zxid, events);
                return null;
            default:
                return null;
        }
    }

    private DataNode Create(in TransactionHeader header, CreateTransaction create, ITreeEvents events)
    {
        TryGet(ParentOf(create.Path), out var parent);
        if (create.ParentChildrenCreated > parent!.ChildrenCreated)
        {
            parent.ChildrenCreated = create.ParentChildrenCreated;
            parent.Pzxid = header.Zxid;
        }

        var node = AddNode(create.Path, create.Data, create.Acl, parent, create.EphemeralOwner, header.Zxid, header.Time);
        events.NodeCreated(node, header.Zxid);
        return node;
    }

    private DataNode AddNode(
        string path, byte[]? data, IReadOnlyList<Acl> acl, DataNode parent, long owner = OwnerCodes.Persistent, long zxid = 0, long time = 0)
    {
        var node = new DataNode(path, parent, data, acl, owner, zxid, time);
        _nodes.Add(path, node);
        parent.AddChild(NameOf(path), node);
        DataBytes += path.Length + (data?.Length ?? 0);
        if (OwnerCodes.IsSession(owner))
        {
            if (!_ephemerals.TryGetValue(owner, out var owned)) _ephemerals.Add(owner, owned = []);
            owned.Add(node);
            EphemeralCount++;
        }
        else if (owner != OwnerCodes.Persistent)
        {
            _reapable.Add(node);
        }

        return node;
    }

    private DataNode SetData(in TransactionHeader header, SetDataTransaction set, ITreeEvents events)
    {
        var node = _nodes[set.Path];
        DataBytes += (set.Data?.Length ?? 0) - (node.Data?.Length ?? 0);
        node.Data = set.Data;
        node.Version = set.Version;
        node.Mzxid = header.Zxid;
        node.ModifiedTime = header.Time;
        events.DataChanged(node, header.Zxid);
        return node;
    }

    private void Delete(string path, long zxid, ITreeEvents events)
    {
        if (!_nodes.Remove(path, out var node)) return;
        var parent = node.Parent!;
        parent.RemoveChild(NameOf(path));
        if (zxid > parent.Pzxid) parent.Pzxid = zxid;
        DataBytes -= path.Length + (node.Data?.Length ?? 0);
        if (_ephemerals.TryGetValue(node.EphemeralOwner, out var owned) && owned.Remove(node))
        {
            EphemeralCount--;
            if (owned.Count == 0) _ephemerals.Remove(node.EphemeralOwner);
        }
        else
        {
            _reapable.Remove(node);
        }

        events.NodeDeleted(node, zxid);
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
