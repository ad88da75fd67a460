using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Storage;

/// <summary>Makes a tree with changes out of a tree without, and counts what that does to its size.</summary>
internal struct TreeEditor
{
    /// <summary>How many nodes more there are, or less.</summary>
    public int Count { get; private set; }

    /// <summary>How many packed bytes more there are, or less.</summary>
    public long Bytes { get; private set; }

    /// <summary>The tree with these changes, in the order of <see cref="TreeEdit.Compare"/>. A node whose parent is not there is left out.</summary>
    /// <param name="place">The node at the top of the changes; null when it is not there.</param>
    /// <param name="edits">Changes of it and of what is below.</param>
    /// <param name="end">Where its path ends; 0 for the root of all.</param>
    public object? Apply(object? place, ReadOnlySpan<TreeEdit> edits, int end)
    {
        if (EndOf(edits[0].Path) == end)
        {
            place = ApplyOwn(place, edits[0].Packed);
            edits = edits[1..];
        }

        if (place is null || edits.Length == 0) return place;
        var children = TreeBranch.ChildrenOf(place);
        var changes = new List<ChildEdit>();
        while (edits.Length > 0)
        {
            var segment = SegmentOf(edits[0].Path, end);
            var count = 1;
            while (count < edits.Length && SegmentOf(edits[count].Path, end).SequenceEqual(segment)) count++;
            var name = new byte[Encoding.UTF8.GetByteCount(segment)];
            Encoding.UTF8.GetBytes(segment, name);
            var before = children.Find(name);
            var after = Apply(before, edits[..count], end + 1 + segment.Length);
            if (!ReferenceEquals(before, after)) changes.Add(new ChildEdit(name, after));
            edits = edits[count..];
        }

        if (changes.Count == 0) return place;
        return TreeBranch.Place(TreeBranch.PackedOf(place), children.With(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes)));
    }

    private object? ApplyOwn(object? place, byte[]? packed)
    {
        if (packed is null)
        {
            CountSubtree(place, -1);
            return null;
        }

        Bytes += packed.Length;
        if (place is null)
        {
            Count++;
            return packed;
        }

        var before = TreeBranch.PackedOf(place);
        Bytes -= before.Length;
        var children = TreeBranch.ChildrenOf(place);
        if (children.Count == 0) return packed;

        // Another node of the same name: of its children only those can be left that were created after it. They may be
        // known before it is, as reads come in any order of paths.
        var czxid = PackedNode.CzxidOf(packed);
        if (czxid != PackedNode.CzxidOf(before)) children = KeepYounger(children, czxid);
        return TreeBranch.Place(packed, children);
    }

    private ChildTable KeepYounger(ChildTable children, Zxid than)
    {
        foreach (var child in children.Places())
        {
            if (PackedNode.CzxidOf(TreeBranch.PackedOf(child)) < than) CountSubtree(child, -1);
        }

        return children.Where(child => PackedNode.CzxidOf(TreeBranch.PackedOf(child)) >= than);
    }

    private void CountSubtree(object? place, int sign)
    {
        if (place is null) return;
        Count += sign;
        Bytes += sign * TreeBranch.PackedOf(place).Length;
        foreach (var child in TreeBranch.ChildrenOf(place).Places()) CountSubtree(child, sign);
    }

    private static int EndOf(ZkPath path) => path.IsRoot ? 0 : path.Value.Length;

    private static ReadOnlySpan<char> SegmentOf(ZkPath path, int parentEnd)
    {
        var rest = path.Value.AsSpan(parentEnd + 1);
        var cut = rest.IndexOf('/');
        return cut < 0 ? rest : rest[..cut];
    }
}
