using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Queues;

/// <summary>
/// Work for many workers. A worker claims an item, does the work and completes it; when it dies, its claim goes with its
/// session and another claims the item. So each item is worked on at least once and completed exactly once.
/// </summary>
/// <remarks>
/// An item is a persistent node below <c>items</c>; a claim an ephemeral one of the same name below <c>claims</c>, made in one
/// transaction that counts the item's version up. Completing deletes both, if the version is still the claim's. Workers
/// without work stand in a line, and its head alone watches, so a new item wakes one worker.
/// </remarks>
public sealed class ZkQueue
{
    private const string ItemName = "item-";

    private readonly IZkClient _client;
    private readonly ZkPath _items;
    private readonly ZkPath _claims;
    private readonly ZkPath _puts;
    private readonly ZkMutex _line;
    private bool _isMade;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkQueue(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        Path = path;
        _items = path / "items";
        _claims = path / "claims";
        _puts = path / "puts";
        _line = new ZkMutex(client, path / "workers");
    }

    /// <summary>The queue's node.</summary>
    public ZkPath Path { get; }

    /// <summary>
    /// Puts an item at the end, exactly once: with an ephemeral mark in the same transaction, which tells after a lost reply
    /// that it was put, also when a worker has completed it since. Cancelled, it may have been put.
    /// </summary>
    /// <exception cref="ConnectionLossException">The session ended under the call, and it cannot be told whether the item was put.</exception>
    public async Task PutAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        var mark = _puts / $"put-{Guid.NewGuid():N}";
        try
        {
            await PutMarkedAsync(data, mark, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await new OwnNodes(_client, _puts, acl: null).RemoveSoonAsync(new OwnNode(mark, Zxid.None, _client.Session.Id)).ConfigureAwait(false);
        }
    }

    /// <summary>How many items wait or are being worked on.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken = default) =>
        (await NodeWait.ChildrenAsync(_client, _items, cancellationToken).ConfigureAwait(false)).Count;

    /// <summary>Claims the oldest item that nobody has; waits for one while there is none.</summary>
    public async Task<ZkQueueItem> TakeAsync(CancellationToken cancellationToken = default)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (await TryTakeAsync(cancellationToken).ConfigureAwait(false) is { } item) return item;
        while (true)
        {
            var head = await _line.AcquireAsync(cancellationToken).ConfigureAwait(false);
            await using (head.ConfigureAwait(false))
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(head.Lost, cancellationToken);
                try
                {
                    return await WaitForItemAsync(both.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (head.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // No longer the head: stand in the line anew.
                }
                catch (NoNodeException)
                {
                    await EnsureAgainAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Claims the oldest item that nobody has; null when there is none.</summary>
    public async Task<ZkQueueItem?> TryTakeAsync(CancellationToken cancellationToken = default)
    {
        var items = await NodeWait.ChildrenAsync(_client, _items, cancellationToken).ConfigureAwait(false);
        if (items.Count == 0) return null;
        var claims = (await NodeWait.ChildrenAsync(_client, _claims, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in LineOrder.Sort(items, ItemName).Where(name => !claims.Contains(name)))
        {
            if (await TryClaimAsync(name, cancellationToken).ConfigureAwait(false) is { } item) return item;
        }

        return null;
    }

    /// <summary>Claims the oldest item that nobody has; null when there is none before the time is over. Zero does not wait.</summary>
    public Task<ZkQueueItem?> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => timeout == TimeSpan.Zero
        ? TryTakeAsync(cancellationToken)
        : Deadline.TryAsync(_client, timeout, async token => (ZkQueueItem?)await TakeAsync(token).ConfigureAwait(false), cancellationToken);

    private async Task PutMarkedAsync(ReadOnlyMemory<byte> data, ZkPath mark, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var session = _client.Session.Id;
            try
            {
                await _client.MultiAsync(
                    [new ZkOperation.Create(_items / ItemName, data, CreateMode.PersistentSequential), new ZkOperation.Create(mark, default, CreateMode.Ephemeral)],
                    cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MultiFailedException e) when (e.Cause is NoNodeException)
            {
                await EnsureAgainAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ZkException e) when (e is not MultiFailedException && e.IsTransient)
            {
                if (await IsThereAsync(mark, cancellationToken).ConfigureAwait(false)) return;
                if (e is not ConnectionLossException { OutcomeUnknown: false } && _client.Session.Id != session)
                {
                    CoordinationLog.PutUnknown(CoordinationLog.Of(_client), session, Path);
                    throw new ConnectionLossException(outcomeUnknown: true, $"Putting an item into {Path} failed: the session ended before it could be seen whether it was put.", e) { Path = Path, Operation = "Put" };
                }

                await Patience.PauseAsync(_client, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ZkQueueItem> WaitForItemAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (_, items) = await Patience.RunAsync(_client, token => _client.GetChildrenWatchedAsync(_items, token), cancellationToken).ConfigureAwait(false);
            await using (items.ConfigureAwait(false))
            {
                // A claim that goes sets its item free.
                var (_, claims) = await Patience.RunAsync(_client, token => _client.GetChildrenWatchedAsync(_claims, token), cancellationToken).ConfigureAwait(false);
                await using (claims.ConfigureAwait(false))
                {
                    if (await TryTakeAsync(cancellationToken).ConfigureAwait(false) is { } item) return item;
                    await await Task.WhenAny(NodeWait.AnyAsync(_client, items, cancellationToken), NodeWait.AnyAsync(_client, claims, cancellationToken)).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Null when somebody was quicker. Cancelled while the claim is on its way, it is given back once it can be.</summary>
    private Task<ZkQueueItem?> TryClaimAsync(string name, CancellationToken cancellationToken) => Undo.WhenCancelledAsync(
        ClaimAsync(name, cancellationToken), static item => item?.DisposeAsync().AsTask() ?? Task.CompletedTask, cancellationToken);

    private async Task<ZkQueueItem?> ClaimAsync(string name, CancellationToken cancellationToken)
    {
        var (item, claim) = (_items / name, _claims / name);
        var mark = Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));
        try
        {
            var node = await Patience.RunAsync(_client, token => _client.GetAsync(item, token), cancellationToken).ConfigureAwait(false);
            var session = _client.Session.Id;
            try
            {
                await _client.MultiAsync(
                    [new ZkOperation.Create(claim, mark, CreateMode.Ephemeral), new ZkOperation.Set(item, node.Data, node.Stat.Version)],
                    CancellationToken.None).ConfigureAwait(false);
            }
            catch (ZkException e) when (e is not MultiFailedException && e.IsTransient)
            {
                if (!await IsClaimedAsync(claim, mark).ConfigureAwait(false)) return null;
                session = _client.Session.Id;
            }

            CoordinationLog.ItemClaimed(CoordinationLog.Of(_client), session, item, node.Stat.Version + 1);
            return new ZkQueueItem(_client, item, claim, node.Data, node.Stat.Version + 1, session);
        }
        catch (Exception e) when (e is NoNodeException or MultiFailedException)
        {
            // Completed, or claimed by somebody who was quicker.
            return null;
        }
    }

    // Behind a sync, so that a claim that was sent is there by now or never will be.
    private async Task<bool> IsClaimedAsync(ZkPath claim, byte[] mark)
    {
        try
        {
            var node = await Patience.RunAsync(
                _client,
                async token =>
                {
                    await _client.SyncAsync(claim, token).ConfigureAwait(false);
                    return await _client.GetAsync(claim, token).ConfigureAwait(false);
                },
                CancellationToken.None).ConfigureAwait(false);
            return node.Data.Span.SequenceEqual(mark) && node.Stat.EphemeralOwner == _client.Session.Id.Value;
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    private async Task<bool> IsThereAsync(ZkPath path, CancellationToken cancellationToken) => await Patience.RunAsync(
        _client,
        async token =>
        {
            await _client.SyncAsync(path, token).ConfigureAwait(false);
            return (await _client.ExistsAsync(path, token).ConfigureAwait(false)).Exists;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Somebody has deleted the queue under those who use it: it begins anew, empty.</summary>
    private Task EnsureAgainAsync(CancellationToken cancellationToken)
    {
        _isMade = false;
        return EnsureAsync(cancellationToken);
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isMade) return;
        foreach (var part in new[] { _items, _claims, _puts }) await NodeWait.CreateAsync(_client, part, default, CreateMode.Persistent, cancellationToken).ConfigureAwait(false);

        _isMade = true;
    }
}
