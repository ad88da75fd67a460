using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Sharing;

namespace ZkReactive.Streams;

/// <summary>Znodes as streams.</summary>
/// <remarks>All streams of one client on the same node share one watch on the server and one read for each change.</remarks>
public static class ZkStreams
{
    /// <summary>A node's data, and whether it is there, as a stream.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Cold, and shared:</b> nothing is read or watched before the first observer subscribes; all observers of a
    /// client's path share one watch, which goes with the last of them.</item>
    /// <item><b>First emission:</b> the present state, <see cref="ChangeCause.Initial"/>, also when the node is absent. It
    /// waits for a connection when there is none.</item>
    /// <item><b>Order:</b> never back in time, by mzxid and czxid, unless the ensemble's history itself was replaced (see
    /// <see cref="ZkSessionState.HistoryNumber"/>), which is told by a <see cref="ChangeCause.Resync"/>. A node that was
    /// deleted and created again is a change. Each state is emitted once.</item>
    /// <item><b>Merging:</b> states that follow each other faster than they are read, or than the observer takes them, are
    /// merged: the newest wins and always arrives. A <see cref="ChangeCause.Resync"/> mark survives merging. At most one
    /// element waits for an observer.</item>
    /// <item><b>Ends</b> with the subscription; with completion when the client is disposed; with
    /// <see cref="AuthFailedException"/>, <see cref="NoAuthException"/> or another <see cref="ZkException"/> that is not
    /// transient, as <c>OnError</c>. Other failures are tried again, with growing pauses.</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time for each observer; a slow observer holds up nobody else,
    /// and one that throws is logged and unsubscribed.</item>
    /// <item><b>Connection loss</b> emits nothing. <b>After a reconnect</b> the node is read again (at once if its watch
    /// fired, else within half a second, at random), and <b>after expiry</b> too, on the new session and at once; if its state
    /// differs, one <see cref="ChangeCause.Resync"/> is emitted. The stream goes on.</item>
    /// </list>
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node, which need not exist.</param>
    public static IObservable<NodeChange> ObserveNode(this IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new NodeObservable(client, path);
    }

    /// <summary>The names of a node's children, and what came and went, as a stream.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Cold, and shared:</b> nothing is read or watched before the first observer subscribes; all observers of a
    /// client's path share one watch, which goes with the last of them.</item>
    /// <item><b>First emission:</b> the present children, <see cref="ChangeCause.Initial"/>, all of them also as added; when
    /// the parent is absent an empty list without a stat. It waits for a connection when there is none.</item>
    /// <item><b>Order:</b> never back in time, by pzxid and czxid of the parent, unless the ensemble's history itself was
    /// replaced (see <see cref="ZkSessionState.HistoryNumber"/>), which is told by a <see cref="ChangeCause.Resync"/>.
    /// <see cref="ChildrenChange.Added"/> and <see cref="ChildrenChange.Removed"/> say what differs from the emission that
    /// this observer got before; both are empty when a child was removed and made again between two reads.</item>
    /// <item><b>Merging:</b> changes that follow each other faster than they are read, or than the observer takes them, are
    /// merged, with their differences: the newest list wins and always arrives. A <see cref="ChangeCause.Resync"/> mark
    /// survives merging. At most one element waits for an observer.</item>
    /// <item><b>Ends</b> with the subscription; with completion when the client is disposed; with
    /// <see cref="AuthFailedException"/>, <see cref="NoAuthException"/> or another <see cref="ZkException"/> that is not
    /// transient, as <c>OnError</c>. Other failures are tried again, with growing pauses.</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time for each observer; a slow observer holds up nobody else,
    /// and one that throws is logged and unsubscribed.</item>
    /// <item><b>Connection loss</b> emits nothing. <b>After a reconnect</b> the children are read again (at once if the watch
    /// fired, else within half a second, at random), and <b>after expiry</b> too, on the new session and at once; if they
    /// differ, one <see cref="ChangeCause.Resync"/> is emitted. The stream goes on.</item>
    /// </list>
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="path">The parent, which need not exist.</param>
    public static IObservable<ChildrenChange> ObserveChildren(this IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ChildrenObservable(client, path);
    }

    /// <summary>A node and all below it, and what came, changed and went, as a stream.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Cold, and shared:</b> nothing is read or watched before the first observer subscribes; all observers of a
    /// client's path with equal options share one recursive watch of the server, which goes with the last of them. Where the
    /// server has none (before ZooKeeper 3.6), each node has two one-shot watches instead.</item>
    /// <item><b>First emission:</b> the present tree, <see cref="ChangeCause.Initial"/>, when all of it was read; an empty tree
    /// when the node at the top is absent. It waits for a connection when there is none.</item>
    /// <item><b>Order:</b> no node ever goes back in time, by mzxid and czxid, unless the ensemble's history itself was replaced
    /// (see <see cref="ZkSessionState.HistoryNumber"/>), which is told by a <see cref="ChangeCause.Resync"/>. Different nodes
    /// are read one after the other: an emission may show one of two changes that were made in one transaction, and the
    /// next the other. <see cref="TreeChange.Differences"/> says what differs from the emission that this observer got before.</item>
    /// <item><b>Merging:</b> changes that follow each other faster than they are read, or than the observer takes them, are
    /// merged by path: no difference is lost, and the last state always arrives. A <see cref="ChangeCause.Resync"/> mark
    /// survives merging. At most one element waits for an observer; the trees of elements share what did not change.</item>
    /// <item><b>Ends</b> with the subscription; with completion when the client is disposed; with
    /// <see cref="AuthFailedException"/>, <see cref="NoAuthException"/> for the node at the top, <see cref="TreeTooLargeException"/>
    /// or another <see cref="ZkException"/> that is not transient, as <c>OnError</c>. Other failures are tried again, with
    /// growing pauses. A node below that must not be read stays in the tree without data (<see cref="TreeNode.IsReadable"/>).</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time for each observer; a slow observer holds up nobody else,
    /// and one that throws is logged and unsubscribed.</item>
    /// <item><b>Connection loss</b> emits nothing. <b>After a reconnect</b>, and <b>after expiry</b> on the new session, every
    /// node's stat is compared, within half a second at random; children are listed again only where they may have changed,
    /// and large data is read only where it has. If anything differs, one <see cref="ChangeCause.Resync"/> is emitted with
    /// all of it. The stream goes on.</item>
    /// </list>
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="path">The node at the top, which need not exist.</param>
    /// <param name="options">Depth, filter, keys only, limits; null for all of it with data.</param>
    public static IObservable<TreeChange> ObserveTree(this IZkClient client, ZkPath path, ObserveTreeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= ObserveTreeOptions.Default;
        options.Validate();
        return new TreeObservable(client, path, options);
    }

    /// <summary>The session's state as a stream: the client's own <see cref="IZkClient.SessionStates"/>.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><b>Hot:</b> the session goes on whether or not anybody observes it.</item>
    /// <item><b>First emission:</b> the present state.</item>
    /// <item><b>Order:</b> as the states followed each other.</item>
    /// <item><b>Merging:</b> a slow observer may miss states in between but always gets the newest;
    /// <see cref="ZkSessionState.SessionNumber"/> and <see cref="ZkSessionState.ConnectionNumber"/> tell what it missed.</item>
    /// <item><b>Ends</b> with the subscription, or with completion when the client is disposed; never with an error
    /// (refused credentials are the state <see cref="ZkSessionStatus.AuthFailed"/>).</item>
    /// <item><b>Scheduler:</b> the thread pool, one call at a time for each observer.</item>
    /// <item><b>Connection loss, reconnect and expiry</b> are its elements.</item>
    /// </list>
    /// </remarks>
    /// <param name="client">The connection.</param>
    public static IObservable<ZkSessionState> ObserveSession(this IZkClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.SessionStates;
    }
}
