using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Makes and removes ephemeral sequential nodes so that none is ever left behind by mistake. The marker before the name tells
/// our node from all others: when a create's reply is lost, or nobody waits for it any more, the node is looked for and
/// either taken or removed. A node of a session that has ended is never taken for ours.
/// </summary>
internal sealed class OwnNodes(IZkClient client, ZkPath parent, IReadOnlyList<Acl>? acl)
{
    private static readonly TimeSpan RemovalWait = TimeSpan.FromSeconds(1);

    /// <summary>Makes a node whose name is a new marker, <paramref name="suffix"/> and a counter.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the node, if it was made, is being removed.</exception>
    public async Task<OwnNode> CreateAsync(Func<string> newMarker, string suffix, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Undo.WhenCancelledAsync(MakeAsync(newMarker, suffix, data, cancellationToken), RemoveAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a node, over lost connections; ends at the latest when its session does, with which it goes anyway.</summary>
    private async Task RemoveAsync(OwnNode node)
    {
        for (var attempt = 0; client.Session.Id == node.Session && client.Session.Status is not ZkSessionStatus.Closed; attempt++)
        {
            try
            {
                await client.DeleteAsync(node.Path, NodeVersion.Any, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (NoNodeException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                await Patience.PauseAsync(client, attempt, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes a node, waiting a second at most; after that it is removed in the background.</summary>
    public async Task RemoveSoonAsync(OwnNode node)
    {
        var removing = RemoveAsync(node);
        try
        {
            await removing.WaitAsync(RemovalWait, client.Options.TimeProvider).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or ZkException)
        {
            // It goes with the session at the latest.
            _ = removing.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private async Task<OwnNode> MakeAsync(Func<string> newMarker, string suffix, ReadOnlyMemory<byte> data, CancellationToken giveUp)
    {
        for (var attempt = 0; ; attempt++)
        {
            giveUp.ThrowIfCancellationRequested();
            var marker = newMarker();
            try
            {
                var created = await client.CreateAsync(
                    parent / (marker + suffix), data, CreateMode.EphemeralSequential, Options, CancellationToken.None).ConfigureAwait(false);
                var stat = created.Stat ?? (await client.ExistsAsync(created.Path, CancellationToken.None).ConfigureAwait(false)).Stat;
                if (stat is { } known) return new OwnNode(created.Path, known.Czxid, new SessionId(known.EphemeralOwner));
            }
            catch (NoNodeException)
            {
                await EnsureParentAsync(giveUp).ConfigureAwait(false);
            }
            catch (ZkException e) when (e.IsTransient)
            {
                var found = await FindAsync(marker).ConfigureAwait(false);
                CoordinationLog.CreateUnanswered(CoordinationLog.Of(client), e, client.Session.Id, parent, found?.Path);
                if (found is not null) return found;
                await Patience.PauseAsync(client, attempt, giveUp).ConfigureAwait(false);
            }
        }
    }

    // Behind a sync, so that whatever was sent before has been applied or never will be.
    private Task<OwnNode?> FindAsync(string marker) => Patience.RunAsync<OwnNode?>(
        client,
        async _ =>
        {
            try
            {
                await client.SyncAsync(parent, CancellationToken.None).ConfigureAwait(false);
                var children = await client.GetChildrenAsync(parent, CancellationToken.None).ConfigureAwait(false);
                if (children.Names.FirstOrDefault(name => name.StartsWith(marker, StringComparison.Ordinal)) is not { } found) return null;
                var existence = await client.ExistsAsync(parent / found, CancellationToken.None).ConfigureAwait(false);
                return existence.Exists && existence.Stat.Value.EphemeralOwner == client.Session.Id.Value
                    ? new OwnNode(existence.Path, existence.Stat.Value.Czxid, client.Session.Id)
                    : null;
            }
            catch (NoNodeException)
            {
                return null;
            }
        },
        CancellationToken.None);

    // A container: when the last one leaves, the server removes it.
    private Task EnsureParentAsync(CancellationToken giveUp) => ContainerNodes.EnsureAsync(client, parent, giveUp);

    private ZkCreateOptions Options => acl is null ? new ZkCreateOptions() : new ZkCreateOptions { Acl = acl };
}
