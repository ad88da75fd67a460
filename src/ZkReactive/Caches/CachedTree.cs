using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Caches;

/// <summary>A node and all below it, kept at hand.</summary>
/// <remarks>
/// A node takes about 60 bytes besides its name and data. Snapshots that are kept share with the present one all that did not
/// change. Limits are those of <see cref="ObserveTreeOptions"/>.
/// </remarks>
public sealed class CachedTree : ZkCache<TreeChange>
{
    private readonly TreeSnapshot _nothing;

    private CachedTree(IZkClient client, ZkPath path)
        : base(client, path) => _nothing = new TreeSnapshot(path, null, 0, 0, Zxid.None);

    /// <summary>The whole tree as it is known now: an immutable snapshot. Null until all of it was read; empty when the node at the top is absent.</summary>
    public TreeSnapshot? Current => Latest?.Tree;

    /// <summary>Begins to follow a tree. Does not wait: see <see cref="ZkCache{TChange}.WaitUntilLoadedAsync"/>.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node at the top, which need not exist.</param>
    /// <param name="options">Depth, filter, keys only, limits; null for all of it with data.</param>
    public static CachedTree Start(IZkClient client, ZkPath path, ObserveTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var cache = new CachedTree(client, path);
        cache.Follow(client.ObserveTree(path, options));
        return cache;
    }

    /// <summary>Looks a node up in the present snapshot. Allocates nothing. Whoever looks up several that belong together takes <see cref="Current"/> once.</summary>
    /// <returns>Whether it is there; false too when nothing was read yet.</returns>
    public bool TryGet(ZkPath path, out TreeNode node)
    {
        node = default;
        return Latest?.Tree.TryGet(path, out node) == true;
    }

    private protected override Zxid ZxidOf(TreeChange change) => change.Zxid;

    private protected override ChangeCause CauseOf(TreeChange change) => change.Cause;

    private protected override TreeChange Adapt(TreeChange change, TreeChange? last, ChangeCause cause) =>
        change with { Before = last?.Tree ?? _nothing, Cause = cause };

    private protected override TreeChange Keep(TreeChange change) => change with { Before = change.Tree };
}
