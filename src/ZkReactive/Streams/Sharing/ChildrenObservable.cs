using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>The names of a node's children as a cold observable over the client's shared stream.</summary>
internal sealed class ChildrenObservable(IZkClient client, ZkPath path) : IObservable<ChildrenChange>
{
    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<ChildrenChange> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return ClientStreams.Of(client).Subscribe(new StreamKey(StreamKind.Children, path), static (o, c, key) => new ChildrenStream(o, c, key.Path), observer);
    }
}
