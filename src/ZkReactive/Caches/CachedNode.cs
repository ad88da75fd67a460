using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Caches;

/// <summary>A node's data and stat, kept at hand.</summary>
public sealed class CachedNode : ZkCache<NodeChange>
{
    private CachedNode(IZkClient client, ZkPath path)
        : base(client, path)
    {
    }

    /// <summary>The state; null until it was read. An absent node is a state (<see cref="NodeChange.Exists"/>).</summary>
    public NodeChange? Current => Latest;

    /// <summary>Begins to follow a node, which need not exist. Does not wait: see <see cref="ZkCache{TChange}.WaitUntilLoadedAsync"/>.</summary>
    public static CachedNode Start(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        var cache = new CachedNode(client, path);
        cache.Follow(client.ObserveNode(path));
        return cache;
    }

    private protected override Zxid ZxidOf(NodeChange change) => change.Zxid;

    private protected override ChangeCause CauseOf(NodeChange change) => change.Cause;

    private protected override NodeChange Adapt(NodeChange change, NodeChange? last, ChangeCause cause) =>
        change.Cause == cause ? change : change with { Cause = cause };
}
