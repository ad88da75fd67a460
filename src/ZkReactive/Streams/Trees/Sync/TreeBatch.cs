using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>Changes on their way into the next snapshot; the last word on a path counts.</summary>
internal sealed class TreeBatch(TreeSnapshot before)
{
    private readonly Dictionary<ZkPath, byte[]?> _edits = [];
    private Zxid _zxid = before.Zxid;

    /// <summary>What is known of a node, these changes included; null when it is not there.</summary>
    public byte[]? Known(ZkPath path)
    {
        if (_edits.TryGetValue(path, out var edited)) return edited;
        return before.Find(path) is { } place ? TreeBranch.PackedOf(place) : null;
    }

    /// <summary>A server had applied this transaction.</summary>
    public void Saw(Zxid zxid)
    {
        if (zxid > _zxid) _zxid = zxid;
    }

    /// <summary>The node is there, like this.</summary>
    public void Replace(ZkPath path, byte[] packed) => _edits[path] = packed;

    /// <summary>The node is not there.</summary>
    public void Remove(ZkPath path) => _edits[path] = null;

    /// <summary>The next snapshot.</summary>
    public TreeSnapshot Finish()
    {
        var edits = new TreeEdit[_edits.Count];
        var count = 0;
        foreach (var (path, packed) in _edits) edits[count++] = new TreeEdit(path, packed);
        return before.With(edits, _zxid);
    }
}
