using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Waits in a line of ephemeral sequential nodes. Each waiter watches one other node, the last of those that must go before it,
/// so a node that goes wakes one waiter. Who waits for long watches its own node too: were that deleted, those behind would go
/// on without a waiter who does not know that it is in line no more.
/// </summary>
internal sealed class WaitLine(IZkClient client, ZkPath path, bool isShared, IReadOnlyList<Acl>? acl)
{
    private readonly OwnNodes _nodes = new(client, path, acl);
    private readonly ILogger _logger = CoordinationLog.Of(client);

    /// <summary>
    /// Joins the line and waits for its turn. When the session expires meanwhile it joins anew, at the end. With
    /// <paramref name="wait"/> false it gives up at once (null) when others are before it.
    /// </summary>
    public async Task<OwnNode?> EnterAsync(Func<string> newMarker, string suffix, ReadOnlyMemory<byte> data, bool wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var node = await _nodes.CreateAsync(newMarker, suffix, data, cancellationToken).ConfigureAwait(false);
            var isTurn = false;
            try
            {
                var turn = await WaitForTurnAsync(node, wait, cancellationToken).ConfigureAwait(false);
                isTurn = turn == Turn.Come;
                if (isTurn) return node;
                if (turn == Turn.Blocked) return null;
                CoordinationLog.PlaceLost(_logger, node.Session, path, node.Path);
            }
            finally
            {
                if (!isTurn) await _nodes.RemoveSoonAsync(node).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Leaves the line, waiting a second at most; after that it is left in the background.</summary>
    public Task LeaveAsync(OwnNode node) => _nodes.RemoveSoonAsync(node);

    private async Task<Turn> WaitForTurnAsync(OwnNode node, bool wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            LinePlace place;
            try
            {
                var children = await Patience.RunAsync(client, token => client.GetChildrenAsync(path, token), cancellationToken).ConfigureAwait(false);
                place = LineOrder.Find(children.Names, node.Path.Name, isShared);
            }
            catch (NoNodeException)
            {
                return Turn.Gone;
            }

            if (!place.IsThere) return Turn.Gone;
            if (place.Blocker is null) return IsOurs(node) ? Turn.Come : Turn.Gone;
            if (!wait) return Turn.Blocked;
            switch (await WaitUntilGoneAsync(node, path / place.Blocker, cancellationToken).ConfigureAwait(false))
            {
                case WatchEventType.None:
                    return Turn.Gone;

                // The only one before us has gone, and nobody can come before us: no need to look again.
                case WatchEventType.NodeDeleted when place.Blockers == 1 && IsOurs(node):
                    return Turn.Come;
            }
        }
    }

    /// <summary>Waits for a change of a node: its deletion at once when it is not there; none when the session has ended, or our own node is gone.</summary>
    private async Task<WatchEventType> WaitUntilGoneAsync(OwnNode node, ZkPath blocker, CancellationToken cancellationToken)
    {
        try
        {
            // By a read of data, which unlike exists leaves no watch on a node that is gone.
            var (_, watch) = await Patience.RunAsync(client, token => client.GetWatchedAsync(blocker, token), cancellationToken).ConfigureAwait(false);
            await using (watch.ConfigureAwait(false))
            {
                // Set by a retry on the session after ours: it would say nothing of the end of ours, which has passed.
                if (!IsOurs(node)) return WatchEventType.None;
                using var life = new NodeLife(client, node);
                await Task.WhenAny(watch.Fired, life.Gone).WaitAsync(cancellationToken).ConfigureAwait(false);
                if (life.Gone.IsCompleted && await life.Gone.ConfigureAwait(false)) return WatchEventType.None;
                var fired = await watch.Fired.WaitAsync(cancellationToken).ConfigureAwait(false);
                ObjectDisposedException.ThrowIf(fired is { Type: WatchEventType.None, State: KeeperState.Closed }, client);
                return fired.Type;
            }
        }
        catch (NoNodeException)
        {
            return WatchEventType.NodeDeleted;
        }
    }

    private bool IsOurs(OwnNode node) => client.Session.Id == node.Session && client.Session.Status is not ZkSessionStatus.Expired;

    private enum Turn
    {
        Come,
        Blocked,
        Gone,
    }
}
