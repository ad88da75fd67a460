using ZkReactive.Protocol;

namespace ZkReactive.Streams.Core;

/// <summary>How something just read stands to what was shown last.</summary>
internal enum StreamOrder
{
    /// <summary>It is the same.</summary>
    Same,

    /// <summary>It came later.</summary>
    Newer,

    /// <summary>It came earlier: a server that lags answered. Must not be shown.</summary>
    Older,

    /// <summary>
    /// Its own zxids are earlier, but the server that says so had applied all that was shown before: the past was
    /// rewritten, as by a restore from a backup that nobody noticed. To be shown, as a resync.
    /// </summary>
    Rewritten,
}

/// <summary>Where in the ensemble's order of changes a node's state stands.</summary>
/// <param name="Stat">The node's stat; null when it was absent.</param>
/// <param name="Zxid">The last transaction that the server had applied when it answered.</param>
internal readonly record struct StreamPosition(Stat? Stat, Zxid Zxid)
{
    /// <summary>
    /// Compares by the zxids of the changes, never by version alone: deleting and creating a node starts its version anew,
    /// and versions wrap. Data is ordered by mzxid, children by pzxid; czxid (and cversion, for children) settle the rest.
    /// Stats that do not belong to what the stream follows (aversion, the children of a data stream) are not looked at.
    /// </summary>
    public StreamOrder CompareWith(StreamPosition shown, StreamKind kind) => (shown.Stat, Stat) switch
    {
        (null, null) => StreamOrder.Same,
        (null, { } read) => read.Mzxid > shown.Zxid || !IsBehind(shown) ? StreamOrder.Newer : StreamOrder.Older,
        ({ } old, null) => Zxid < Latest(old, kind) ? StreamOrder.Older : StreamOrder.Newer,
        ({ } old, { } read) => Compare(old, read, kind) switch
        {
            0 => StreamOrder.Same,
            > 0 => StreamOrder.Newer,
            _ => IsBehind(shown) ? StreamOrder.Older : StreamOrder.Rewritten,
        },
    };

    /// <summary>Whether the server that answered had applied less than the one before; a zxid it did not tell counts as less.</summary>
    private bool IsBehind(StreamPosition shown) => Zxid.Value <= 0 || Zxid < shown.Zxid;

    private static Zxid Latest(in Stat stat, StreamKind kind) => kind == StreamKind.Node ? stat.Mzxid : stat.Pzxid;

    private static int Compare(in Stat old, in Stat read, StreamKind kind)
    {
        var order = Latest(read, kind).CompareTo(Latest(old, kind));
        if (order == 0) order = read.Czxid.CompareTo(old.Czxid);
        if (order == 0 && kind == StreamKind.Children) order = unchecked(read.ChildrenVersion - old.ChildrenVersion);
        return order;
    }
}
