using System.Buffers;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Streams;

/// <summary>
/// A tree of znodes as it was known at one moment. Immutable: it may be kept, and read from any thread without locks. Two
/// snapshots that follow each other share all that did not change.
/// </summary>
public sealed class TreeSnapshot
{
    private readonly object? _place;

    internal TreeSnapshot(ZkPath path, object? place, int count, long bytes, Zxid zxid)
    {
        Path = path;
        _place = place;
        Count = count;
        Bytes = bytes;
        Zxid = zxid;
    }

    /// <summary>The node at the top.</summary>
    public ZkPath Path { get; }

    /// <summary>Whether the node at the top is there. If not, the tree is empty.</summary>
    public bool Exists => _place is not null;

    /// <summary>How many nodes it has, the top included.</summary>
    public int Count { get; }

    /// <summary>The bytes that names, stats and data take, without the 33 or so that each node takes besides.</summary>
    public long Bytes { get; }

    /// <summary>The last transaction the server had applied when the tree was last read from.</summary>
    public Zxid Zxid { get; }

    /// <summary>All nodes, parents before their children, siblings in ordinal order.</summary>
    public IEnumerable<TreeNode> Nodes => _place is null ? [] : Walk(new TreeNode(Path, _place));

    internal object? Place => _place;

    /// <summary>Whether a node is in the tree. Allocates nothing.</summary>
    public bool Contains(ZkPath path) => Find(path) is not null;

    /// <summary>Looks a node up. Allocates nothing.</summary>
    /// <param name="path">Where, in full.</param>
    /// <param name="node">The node, if it is there.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(ZkPath path, out TreeNode node)
    {
        var place = Find(path);
        node = place is null ? default : new TreeNode(path, place);
        return place is not null;
    }

    /// <summary>The children of a node in ordinal order; none when it is not there.</summary>
    public IEnumerable<TreeNode> ChildrenOf(ZkPath path)
    {
        var place = Find(path);
        return place is null ? [] : ChildrenOf(new TreeNode(path, place));
    }

    /// <summary>What happened on the way from an earlier snapshot of the same tree to this one, by path in the order of <see cref="Nodes"/>.</summary>
    /// <remarks>Found while it is walked, in time that grows with what changed and not with the tree.</remarks>
    public IEnumerable<TreeDifference> DifferencesFrom(TreeSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return TreeComparison.Compare(Path, earlier._place, _place);
    }

    internal object? Find(ZkPath path)
    {
        if (_place is null || !path.IsAtOrUnder(Path)) return null;
        var rest = path.Value.AsSpan(Path.IsRoot ? 0 : Path.Value.Length);
        if (rest is "/") rest = default;
        var place = _place;
        while (rest.Length > 0 && place is not null)
        {
            rest = rest[1..];
            var cut = rest.IndexOf('/');
            place = Find(place, cut < 0 ? rest : rest[..cut]);
            rest = cut < 0 ? default : rest[cut..];
        }

        return place;
    }

    internal TreeSnapshot With(Span<TreeEdit> edits, Zxid zxid)
    {
        if (edits.Length == 0) return zxid == Zxid ? this : new TreeSnapshot(Path, _place, Count, Bytes, zxid);
        edits.Sort(TreeEdit.Compare);
        var editor = default(TreeEditor);
        var place = editor.Apply(_place, edits, Path.IsRoot ? 0 : Path.Value.Length);
        return new TreeSnapshot(Path, place, Count + editor.Count, Bytes + editor.Bytes, zxid);
    }

    private static object? Find(object place, ReadOnlySpan<char> name)
    {
        if (place is not TreeBranch branch) return null;
        const int Short = 256;
        var most = Encoding.UTF8.GetMaxByteCount(name.Length);
        byte[]? rented = null;
        var utf8 = most <= Short ? stackalloc byte[Short] : (rented = ArrayPool<byte>.Shared.Rent(most));
        var found = branch.Children.Find(utf8[..Encoding.UTF8.GetBytes(name, utf8)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return found;
    }

    private static IEnumerable<TreeNode> Walk(TreeNode top)
    {
        yield return top;
        var open = new Stack<IEnumerator<TreeNode>>();
        open.Push(ChildrenOf(top).GetEnumerator());
        while (open.TryPeek(out var children))
        {
            if (!children.MoveNext())
            {
                open.Pop().Dispose();
                continue;
            }

            yield return children.Current;
            if (children.Current.ChildCount > 0) open.Push(ChildrenOf(children.Current).GetEnumerator());
        }
    }

    private static IEnumerable<TreeNode> ChildrenOf(TreeNode parent)
    {
        foreach (var place in TreeBranch.ChildrenOf(parent.Place).Places())
            yield return new TreeNode(TreeComparison.ChildOf(parent.Path, place), place);
    }
}
