using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <summary>
/// The znodes that one or more <see cref="FakeZkClient"/>s see: zxids, stats and versions as a server keeps them. Thread-safe.
/// Changes made here are another client's.
/// </summary>
public sealed class FakeTree
{
    private readonly Dictionary<ZkPath, Node> _nodes = new() { [ZkPath.Root] = new Node() };
    private readonly List<Action<ZkPath, WatchEventType>> _listeners = [];
    private long _zxid = 0x100000000;

    internal Lock Lock { get; } = new();

    /// <summary>The last transaction.</summary>
    public Zxid Zxid
    {
        get
        {
            lock (Lock) return new Zxid(_zxid);
        }
    }

    /// <summary>Creates a node; the parent must be there.</summary>
    public ZkPath Create(string path, string data = "") => Create(ZkPath.Parse(path), Encoding.UTF8.GetBytes(data), CreateMode.Persistent, 0).Path;

    /// <summary>Replaces a node's data.</summary>
    public Stat Set(string path, string data) => Set(ZkPath.Parse(path), Encoding.UTF8.GetBytes(data), NodeVersion.Any);

    /// <summary>Deletes a node.</summary>
    public void Delete(string path) => Delete(ZkPath.Parse(path), NodeVersion.Any);

    /// <summary>A node's stat; null when it is absent.</summary>
    public Stat? StatOf(string path) => Exists(ZkPath.Parse(path)).Stat;

    /// <summary>A node's data; the node must be there.</summary>
    public string DataOf(string path) => Encoding.UTF8.GetString(Get(ZkPath.Parse(path)).Data.Span);

    /// <summary>The names of a node's children; the node must be there.</summary>
    public IReadOnlyList<string> ChildrenOf(string path) => GetChildren(ZkPath.Parse(path)).Names;

    /// <summary>Plays a restore from a backup: the same nodes with much lower zxids. No watch fires.</summary>
    public void Restore()
    {
        lock (Lock)
        {
            _zxid = 1;
            foreach (var node in _nodes.Values) node.Stat = node.Stat with { Czxid = Zxid, Mzxid = Zxid, Pzxid = Zxid };
        }
    }

    internal (ZkPath Path, Stat Stat) Create(ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, long owner)
    {
        lock (Lock)
        {
            if (!_nodes.TryGetValue(path.Parent, out var parent)) throw NoNode("Create", path);
            if (mode.IsSequential()) path = ZkPath.Parse(path.Value + parent.Created.ToString("D10", CultureInfo.InvariantCulture));
            if (_nodes.ContainsKey(path)) throw new NodeExistsException(new Zxid(_zxid), $"Create {path} failed: it exists.") { Path = path, Operation = "Create" };
            var zxid = new Zxid(++_zxid);
            var stat = new Stat(zxid, zxid, _zxid, _zxid, 0, 0, 0, mode.IsEphemeral() ? owner : 0, data.Length, 0, zxid);
            _nodes.Add(path, new Node { Data = data.ToArray(), Stat = stat });
            parent.Created++;
            ChangeParentLocked(parent, zxid, +1);
            Tell(path, WatchEventType.NodeCreated);
            Tell(path.Parent, WatchEventType.NodeChildrenChanged);
            return (path, stat);
        }
    }

    internal Stat Set(ZkPath path, ReadOnlyMemory<byte> data, NodeVersion version)
    {
        lock (Lock)
        {
            var node = FindLocked("Set", path, version);
            node.Data = data.ToArray();
            node.Stat = node.Stat with { Mzxid = new Zxid(++_zxid), ModifiedMilliseconds = _zxid, Version = node.Stat.Version + 1, DataLength = data.Length };
            Tell(path, WatchEventType.NodeDataChanged);
            return node.Stat;
        }
    }

    internal void Delete(ZkPath path, NodeVersion version)
    {
        lock (Lock)
        {
            var node = FindLocked("Delete", path, version);
            if (node.Stat.ChildCount > 0) throw new NotEmptyException(new Zxid(_zxid), $"Delete {path} failed: it has children.") { Path = path, Operation = "Delete" };
            _nodes.Remove(path);
            ChangeParentLocked(_nodes[path.Parent], new Zxid(++_zxid), -1);
            Tell(path, WatchEventType.NodeDeleted);
            Tell(path.Parent, WatchEventType.NodeChildrenChanged);
        }
    }

    internal ZkNode Get(ZkPath path)
    {
        lock (Lock)
        {
            var node = FindLocked("Get", path, NodeVersion.Any);
            return new ZkNode(path, node.Data, node.Stat, Zxid);
        }
    }

    internal ZkExistence Exists(ZkPath path)
    {
        lock (Lock) return new ZkExistence(path, _nodes.TryGetValue(path, out var node) ? node.Stat : null, Zxid);
    }

    internal ZkChildren GetChildren(ZkPath path)
    {
        lock (Lock)
        {
            var node = FindLocked("GetChildren", path, NodeVersion.Any);
            return new ZkChildren(path, [.. _nodes.Keys.Where(p => !p.IsRoot && p.Parent == path).Select(p => p.Name)], node.Stat, Zxid);
        }
    }

    internal void Listen(Action<ZkPath, WatchEventType> listener)
    {
        lock (Lock) _listeners.Add(listener);
    }

    private static void ChangeParentLocked(Node parent, Zxid zxid, int children) => parent.Stat = parent.Stat with
    {
        Pzxid = zxid,
        ChildrenVersion = parent.Stat.ChildrenVersion + 1,
        ChildCount = parent.Stat.ChildCount + children,
    };

    private void Tell(ZkPath path, WatchEventType type)
    {
        foreach (var listener in _listeners) listener(path, type);
    }

    private Node FindLocked(string operation, ZkPath path, NodeVersion version)
    {
        if (!_nodes.TryGetValue(path, out var node)) throw NoNode(operation, path);
        if (version.IsAny || version.Value == node.Stat.Version) return node;
        throw new BadVersionException(version, new Zxid(_zxid), $"{operation} {path} failed: version {version} expected, found {node.Stat.Version}.")
        {
            Path = path,
            Operation = operation,
        };
    }

    private NoNodeException NoNode(string operation, ZkPath path) =>
        new(new Zxid(_zxid), $"{operation} {path} failed: no such node.") { Path = path, Operation = operation };

    private sealed class Node
    {
        public byte[] Data { get; set; } = [];

        public Stat Stat { get; set; }

        public int Created { get; set; }
    }
}
