using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Looks whether somebody else deletes a node of ours, until it is disposed. By a watch for children, which an ephemeral node never
/// has: it fires when the node goes, and not when its data change. It is not taken away in the end, since whoever has made the
/// node deletes it next, or the session ends.
/// </summary>
internal sealed class NodeLife : IDisposable
{
    /// <summary>When the node is looked at first: one that is there for a moment only does without the extra request.</summary>
    private static readonly TimeSpan WatchAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ended = new();

    public NodeLife(IZkClient client, OwnNode node)
        : this(client, node, WatchAfter)
    {
    }

    /// <param name="client">Whoever looks.</param>
    /// <param name="node">The node, as it was made.</param>
    /// <param name="firstLook">How long from now it is looked at first.</param>
    public NodeLife(IZkClient client, OwnNode node, TimeSpan firstLook)
    {
        Node = node;
        Gone = UntilGoneAsync(client, node, firstLook, _ended.Token);
    }

    /// <summary>What is looked at.</summary>
    public OwnNode Node { get; }

    /// <summary>True when the node is gone; false when that cannot be told, because the session has ended or nobody wants to know any more.</summary>
    public Task<bool> Gone { get; }

    public void Dispose() => _ = _ended.CancelAsync();

    private static async Task<bool> UntilGoneAsync(IZkClient client, OwnNode node, TimeSpan firstLook, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(firstLook, client.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var (children, watch) = await Patience.RunAsync(client, token => client.GetChildrenWatchedAsync(node.Path, token), cancellationToken).ConfigureAwait(false);
                if (children.Stat.Czxid != node.Zxid)
                {
                    await watch.DisposeAsync().ConfigureAwait(false);
                    return true;
                }

                if ((await watch.Fired.WaitAsync(cancellationToken).ConfigureAwait(false)).Type == WatchEventType.None) return false;
            }
        }
        catch (NoNodeException)
        {
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ZkException)
        {
            // Over, or the node cannot be looked at; the session is still followed.
            return false;
        }
    }
}
