using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>A node's data.</summary>
internal sealed class NodeStream(ClientStreams owner, IZkClient client, ZkPath path)
    : SharedStream<ZkNode, NodeChange>(owner, client, path, StreamKind.Node)
{
    /// <inheritdoc/>
    public override NodeChange Adapt(NodeChange element, NodeChange? last, ChangeCause cause) =>
        element.Cause == cause ? element : element with { Cause = cause };

    /// <inheritdoc/>
    public override void ReportGiven(NodeChange element, ChangeCause cause)
    {
        if (cause == ChangeCause.Change) ZkStreamDiagnostics.NoteChange(element.Stat?.Modified, Client.Options.TimeProvider);
    }

    /// <inheritdoc/>
    protected override ValueTask<Watched<ZkNode>> ReadContentAsync() => Client.GetWatchedAsync(Path);

    /// <inheritdoc/>
    protected override StreamPosition PositionOf(ZkNode read) => new(read.Stat, read.Zxid);

    /// <inheritdoc/>
    protected override NodeChange ElementOf(ZkNode? read, Zxid zxid, ChangeCause cause) =>
        new(Path, read?.Stat, read?.Data ?? default, zxid, cause);
}
