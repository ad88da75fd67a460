using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Storage;

/// <summary>One change of a tree.</summary>
/// <param name="Path">The node.</param>
/// <param name="Packed">What it is now; null when it is gone, with all below it.</param>
internal readonly record struct TreeEdit(ZkPath Path, byte[]? Packed)
{
    /// <summary>Parents before their children, siblings in order of their names: <c>/</c> sorts below every other character.</summary>
    public static int Compare(TreeEdit left, TreeEdit right)
    {
        var a = left.Path.Value.AsSpan();
        var b = right.Path.Value.AsSpan();
        var same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length - b.Length;
        if (a[same] == '/') return -1;
        return b[same] == '/' ? 1 : a[same] - b[same];
    }
}
