using System.Reactive.Linq;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Operators;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>The library's streams, with elements in types that scripts handle.</summary>
internal static class NodeStreams
{
    /// <summary>A node's data.</summary>
    public static IObservable<object> Data(ZkSession session, ZkPath path, Zxid? since) =>
        (since is { } seen ? session.Client.ObserveNode(path).ChangedSince(seen) : session.Client.ObserveNode(path)).Select(change => new ZkNodeChangeInfo(change, session));

    /// <summary>A node's children.</summary>
    public static IObservable<object> Children(ZkSession session, ZkPath path, Zxid? since) =>
        (since is { } seen ? session.Client.ObserveChildren(path).ChangedSince(seen) : session.Client.ObserveChildren(path)).Select(change => new ZkChildrenChangeInfo(change, session));

    /// <summary>A node and all below it, as deep as asked for.</summary>
    public static IObservable<object> Tree(ZkSession session, ZkPath path, int depth, Zxid? since)
    {
        var tree = session.Client.ObserveTree(path, new ObserveTreeOptions { MaxDepth = depth });
        return (since is { } seen ? tree.ChangedSince(seen) : tree).Select(change => new ZkTreeChangeInfo(change, session));
    }

    /// <summary>What <c>-Tree</c>, <c>-Children</c> or neither of them asks for.</summary>
    public static IObservable<object> Of(ZkSession session, ZkPath path, bool tree, bool children, int depth, Zxid? since) =>
        tree ? Tree(session, path, depth, since) : children ? Children(session, path, since) : Data(session, path, since);

    /// <summary>A session's state.</summary>
    public static IObservable<object> Session(ZkSession session) => session.Client.ObserveSession().Select(state => new ZkSessionChangeInfo(state, session));
}
