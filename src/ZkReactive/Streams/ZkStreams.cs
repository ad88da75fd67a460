using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>Znodes as streams.</summary>
public static class ZkStreams
{
    /// <summary>A node's state as a stream.</summary>
    public static IObservable<NodeChange> ObserveNode(this IZkClient client, ZkPath path) => throw new NotSupportedException();

    /// <summary>A node's children as a stream.</summary>
    public static IObservable<ChildrenChange> ObserveChildren(this IZkClient client, ZkPath path) => throw new NotSupportedException();

    /// <summary>The session's state as a stream.</summary>
    public static IObservable<ZkSessionState> ObserveSession(this IZkClient client) => client.SessionStates;
}
