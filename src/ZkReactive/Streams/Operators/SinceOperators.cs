using System.Reactive.Linq;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Operators;

/// <summary>Going on from where an earlier observer ended.</summary>
/// <remarks>
/// The operators leave out the first emission when it shows nothing that happened after a transaction, and add nothing else to
/// the source: as hot or cold, in its order, on its scheduler, merging and ending as it does; what a lost connection or an
/// expired session does to it is the source's business. A node that is absent leaves no trace of when it went, so its absence
/// is always shown.
/// </remarks>
public static class SinceOperators
{
    /// <summary>Leaves out the first emission when the node was neither created nor changed after <paramref name="since"/>.</summary>
    public static IObservable<NodeChange> ChangedSince(this IObservable<NodeChange> source, Zxid since)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(change => change is not { Cause: ChangeCause.Initial, Stat: { } stat } || Newest(stat.Czxid, stat.Mzxid) > since);
    }

    /// <summary>Leaves out the first emission when the parent was not created and no child came or went after <paramref name="since"/>.</summary>
    public static IObservable<ChildrenChange> ChangedSince(this IObservable<ChildrenChange> source, Zxid since)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(change => change is not { Cause: ChangeCause.Initial, Stat: { } stat } || Newest(stat.Czxid, stat.Pzxid) > since);
    }

    /// <summary>Leaves out the first emission when nothing in the tree came, changed or went after <paramref name="since"/>.</summary>
    public static IObservable<TreeChange> ChangedSince(this IObservable<TreeChange> source, Zxid since)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Where(change => change.Cause != ChangeCause.Initial || !change.Exists
            || change.Differences.Any(difference => difference.Node.Stat is var stat && Newest(Newest(stat.Czxid, stat.Mzxid), stat.Pzxid) > since));
    }

    private static Zxid Newest(Zxid one, Zxid other) => one > other ? one : other;
}
