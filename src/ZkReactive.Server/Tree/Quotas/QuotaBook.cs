using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree.Quotas;

/// <summary>
/// The quotas of a tree: which nodes have one, what is at them and below, and whether a write fits. A node counts for the
/// deepest quota above it, the limited node itself included. Not thread-safe; the server's lock guards it. Source: Apache
/// ZooKeeper, <c>DataTree</c> (what is counted) and <c>ZooKeeperServer.checkQuota</c> (what is refused).
/// </summary>
internal sealed class QuotaBook(DataTree tree)
{
    private readonly HashSet<string> _limited = new(StringComparer.Ordinal);

    /// <summary>Is told when a soft limit was passed: the path, what of it, how much there is, and the limit.</summary>
    public Action<string, string, long, long>? SoftLimitPassed { get; set; }

    /// <summary>Whether a hard limit refuses so many more bytes and nodes at a path.</summary>
    public bool Refuses(string path, long bytes, int nodes)
    {
        if (FindLimited(path) is not { } limited || Read(QuotaText.LimitsPath(limited)) is not { } limits || Read(QuotaText.UsagePath(limited)) is not { } usage) return false;
        return (nodes != 0 && limits.CountHardLimit > QuotaText.None && usage.Count + nodes > limits.CountHardLimit)
            || (bytes != 0 && limits.ByteHardLimit > QuotaText.None && usage.Bytes + bytes > limits.ByteHardLimit);
    }

    /// <summary>A node was created.</summary>
    public void Created(DataNode node)
    {
        if (node.Path.StartsWith(QuotaText.RootPath, StringComparison.Ordinal) && node.Parent is { } parent)
        {
            if (node.Path.EndsWith('/' + QuotaText.LimitsName, StringComparison.Ordinal)) _limited.Add(parent.Path[QuotaText.RootPath.Length..]);
            if (node.Path.EndsWith('/' + QuotaText.UsageName, StringComparison.Ordinal)) CountAnew(parent.Path[QuotaText.RootPath.Length..]);
        }

        Count(node.Path, node.Data?.Length ?? 0, 1);
    }

    /// <summary>A node was deleted.</summary>
    public void Deleted(DataNode node)
    {
        if (_limited.Count == 0) return;
        if (node.Path.StartsWith(QuotaText.RootPath, StringComparison.Ordinal) && node.Path.EndsWith('/' + QuotaText.LimitsName, StringComparison.Ordinal))
            _limited.Remove(node.Parent!.Path[QuotaText.RootPath.Length..]);
        Count(node.Path, -(node.Data?.Length ?? 0), -1);
    }

    /// <summary>A node's data got longer or shorter.</summary>
    public void DataChanged(string path, long bytes) => Count(path, bytes, 0);

    /// <summary>Finds every quota and counts anew: after a tree was read from a disk.</summary>
    public void CountAll()
    {
        _limited.Clear();
        if (tree.TryGet(QuotaText.RootPath, out var root)) FindAll(root);
        foreach (var limited in _limited) CountAnew(limited);
    }

    private void FindAll(DataNode node)
    {
        if (node.ChildCount == 0)
        {
            if (node.Path.EndsWith('/' + QuotaText.LimitsName, StringComparison.Ordinal)) _limited.Add(node.Parent!.Path[QuotaText.RootPath.Length..]);
            return;
        }

        foreach (var child in node.Children!.Values) FindAll(child);
    }

    private string? FindLimited(string path)
    {
        if (_limited.Count == 0) return null;
        var lookup = _limited.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = path.AsSpan(); rest.Length > 1; rest = rest[..rest.LastIndexOf('/')])
        {
            if (lookup.TryGetValue(rest, out var limited)) return limited;
        }

        // As in Apache ZooKeeper, the root has none.
        return null;
    }

    private void Count(string path, long bytes, int nodes)
    {
        if (FindLimited(path) is not { } limited || !tree.TryGet(QuotaText.UsagePath(limited), out var node)) return;
        var before = QuotaText.Parse(node.Data);
        var now = before with { Count = before.Count + nodes, Bytes = before.Bytes + bytes };
        tree.ReplaceQuietly(node, now.ToBytes());
        if (SoftLimitPassed is { } tell && Read(QuotaText.LimitsPath(limited)) is { } limits)
        {
            if (limits.Count > QuotaText.None && before.Count <= limits.Count && now.Count > limits.Count) tell(limited, "nodes", now.Count, limits.Count);
            if (limits.Bytes > QuotaText.None && before.Bytes <= limits.Bytes && now.Bytes > limits.Bytes) tell(limited, "bytes", now.Bytes, limits.Bytes);
        }
    }

    private void CountAnew(string limited)
    {
        if (!tree.TryGet(QuotaText.UsagePath(limited), out var usage)) return;
        var (nodes, bytes) = tree.TryGet(limited, out var node) ? Sum(node) : (0, 0);
        tree.ReplaceQuietly(usage, new QuotaText(nodes, bytes).ToBytes());
    }

    private static (long Nodes, long Bytes) Sum(DataNode node)
    {
        var (nodes, bytes) = (1L, (long)(node.Data?.Length ?? 0));
        if (node.Children is not { } children) return (nodes, bytes);
        foreach (var child in children.Values)
        {
            var below = Sum(child);
            nodes += below.Nodes;
            bytes += below.Bytes;
        }

        return (nodes, bytes);
    }

    private QuotaText? Read(string path) => tree.TryGet(path, out var node) ? QuotaText.Parse(node.Data) : null;
}
