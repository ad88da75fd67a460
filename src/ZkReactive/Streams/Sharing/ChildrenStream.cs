using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>The names of a node's children.</summary>
internal sealed class ChildrenStream(ClientStreams owner, IZkClient client, ZkPath path)
    : SharedStream<ZkChildren, ChildrenChange>(owner, client, path, StreamKind.Children)
{
    /// <inheritdoc/>
    /// <remarks>The difference is taken against what this observer saw, so none is lost when emissions are merged for it.</remarks>
    public override ChildrenChange Adapt(ChildrenChange element, ChildrenChange? last, ChangeCause cause) => element with
    {
        Added = NameSets.Except(element.Children, last?.Children ?? []),
        Removed = NameSets.Except(last?.Children ?? [], element.Children),
        Cause = cause,
    };

    /// <inheritdoc/>
    protected override ValueTask<Watched<ZkChildren>> ReadContentAsync() => Client.GetChildrenWatchedAsync(Path);

    /// <inheritdoc/>
    protected override StreamPosition PositionOf(ZkChildren read) => new(read.Stat, read.Zxid);

    /// <inheritdoc/>
    protected override ChildrenChange ElementOf(ZkChildren? read, Zxid zxid, ChangeCause cause) =>
        new(Path, read?.Stat, NameSets.Sorted(read?.Names ?? []), [], [], zxid, cause);
}
