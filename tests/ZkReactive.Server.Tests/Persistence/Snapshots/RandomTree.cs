using ZkReactive.Protocol;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Persistence.Snapshots;

/// <summary>A tree that changes at random, by transactions that a server could have decided, and keeps a log of them.</summary>
internal sealed class RandomTree : ITreeEvents
{
    private static readonly IReadOnlyList<Acl>[] Acls =
    [
        Acl.OpenUnsafe, Acl.ReadUnsafe, [new Acl(Permissions.All, "digest", "a:b")], [new Acl(Permissions.All, "ip", "10.0.0.1"), new Acl(Permissions.Read, "world", "anyone")],
    ];

    private readonly Random _random;

    public RandomTree(int seed)
    {
        _random = new Random(seed);
        Tree.KeepDigest();
    }

    public DataTree Tree { get; } = new();

    public List<LogEntry> Log { get; } = [];

    /// <summary>All that matters of a tree, as text.</summary>
    public static string Describe(DataTree tree)
    {
        var lines = Nodes(tree).OrderBy(node => node.Path, StringComparer.Ordinal)
            .Select(node => $"{node.Path} {Convert.ToHexString(node.Data ?? [])} {string.Join(',', node.Acl)} {node.ToPersisted()} {string.Join(',', node.ChildNames.Order(StringComparer.Ordinal))}");
        var sessions = tree.Ephemerals.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {string.Join(',', pair.Value.Select(n => n.Path).Order(StringComparer.Ordinal))}");
        var acls = tree.Acls.Entries.Select(entry => $"{string.Join(',', entry.Acl)} {entry.Uses}").Order(StringComparer.Ordinal);
        return string.Join('\n', [.. lines, .. sessions, .. acls, $"{tree.NodeCount} {tree.EphemeralCount} {tree.DataBytes} {tree.Reapable.Count} {tree.LastZxid}"]);
    }

    public string Describe() => Describe(Tree);

    public void Change(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var transaction = _random.Next(10) == 0 ? new MultiTransaction([Next(), new CheckTransaction("/")]) : Next();
            var header = new TransactionHeader(SessionOf(transaction), 0, Tree.LastZxid + 1, 1000 + Tree.LastZxid);
            Tree.Apply(header, transaction, this);
            Log.Add(new LogEntry(header, transaction, new TreeDigest(TreeDigest.KnownVersion, Tree.Digest)));
        }
    }

    void ITreeEvents.NodeCreated(DataNode node, long zxid)
    {
    }

    void ITreeEvents.NodeDeleted(DataNode node, long zxid)
    {
    }

    void ITreeEvents.DataChanged(DataNode node, long zxid)
    {
    }

    private static IEnumerable<DataNode> Nodes(DataTree tree)
    {
        var nodes = new Stack<DataNode>([tree.Root]);
        while (nodes.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children?.Values ?? Enumerable.Empty<DataNode>()) nodes.Push(child);
        }
    }

    private static long SessionOf(Transaction transaction) => transaction switch
    {
        CreateTransaction create when OwnerCodes.IsSession(create.EphemeralOwner) => create.EphemeralOwner,
        MultiTransaction multi => SessionOf(multi.Parts[0]),
        CloseSessionTransaction => 2,
        _ => 1,
    };

    private Transaction Next()
    {
        var all = Nodes(Tree).Where(node => !DataTree.IsSpecial(node.Path) || node == Tree.Root).ToArray();
        var node = all[_random.Next(all.Length)];
        switch (_random.Next(12))
        {
            case < 5:
                return Create(node);
            case < 8 when node != Tree.Root && node.ChildCount == 0:
                return new DeleteTransaction(node.Path);
            case < 10:
                return new SetDataTransaction(node.Path, Data(), node.Version + 1);
            case 10:
                return new SetAclTransaction(node.Path, Acls[_random.Next(Acls.Length)], node.AclVersion + 1);
            default:
                return new CloseSessionTransaction(Tree.EphemeralsOf(2));
        }
    }

    // Few names, so that what was deleted comes again.
    private Transaction Create(DataNode parent)
    {
        var path = (parent == Tree.Root ? "" : parent.Path) + "/" + "abc"[_random.Next(3)];
        if (OwnerCodes.IsSession(parent.EphemeralOwner) || Tree.TryGet(path, out _) || path.Length > 10) return new ErrorTransaction(ErrorCode.NodeExists);
        long[] owners = [0, 0, 0, 1, 2, OwnerCodes.Container, OwnerCodes.ForTtl(1000)];
        return new CreateTransaction(path, Data(), Acls[_random.Next(Acls.Length)], owners[_random.Next(owners.Length)], parent.ChildrenCreated + 1);
    }

    private byte[] Data()
    {
        var data = new byte[_random.Next(4)];
        _random.NextBytes(data);
        return data;
    }
}
