using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Sharing;

namespace ZkReactive.Caches;

/// <summary>The names of a node's children, kept at hand.</summary>
public sealed class CachedChildren : ZkCache<ChildrenChange>
{
    private CachedChildren(IZkClient client, ZkPath path)
        : base(client, path)
    {
    }

    /// <summary>The state; null until it was read. An absent parent is a state (<see cref="ChildrenChange.Exists"/>).</summary>
    public ChildrenChange? Current => Latest;

    /// <summary>Begins to follow a node's children. Does not wait: see <see cref="ZkCache{TChange}.WaitUntilLoadedAsync"/>.</summary>
    public static CachedChildren Start(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        var cache = new CachedChildren(client, path);
        cache.Follow(client.ObserveChildren(path));
        return cache;
    }

    private protected override Zxid ZxidOf(ChildrenChange change) => change.Zxid;

    private protected override ChangeCause CauseOf(ChildrenChange change) => change.Cause;

    private protected override ChildrenChange Adapt(ChildrenChange change, ChildrenChange? last, ChangeCause cause) => change with
    {
        Added = NameSets.Except(change.Children, last?.Children ?? []),
        Removed = NameSets.Except(last?.Children ?? [], change.Children),
        Cause = cause,
    };
}
