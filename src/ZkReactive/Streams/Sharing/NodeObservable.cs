using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>A node's data as a cold observable over the client's shared stream.</summary>
internal sealed class NodeObservable(IZkClient client, ZkPath path) : IObservable<NodeChange>
{
    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<NodeChange> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return ClientStreams.Of(client).Subscribe(new StreamKey(StreamKind.Node, path), static (o, c, key) => new NodeStream(o, c, key.Path), observer);
    }
}
