using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>The calls behind <see cref="IRolloutStore"/>.</summary>
internal sealed partial class ZkRolloutStore
{
    /// <summary>One place in the queue, made where the rollout's nodes may be missing: a manifest may come from any tool.</summary>
    private async Task<string> MakePlaceAsync(ZkPath prefix, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var made = await client.CreateAsync(prefix, default, CreateMode.EphemeralSequential, cancellationToken: cancellationToken).ConfigureAwait(false);
                var stat = made.Stat ?? (await client.ExistsAsync(made.Path, cancellationToken).ConfigureAwait(false)).Stat;
                if (stat is { } found) _clock.Set(found.Created);
                return made.Path.Name;
            }
            catch (NoNodeException) when (attempt < MaxAttempts)
            {
                await MakeNodesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes what a publisher would have made; of a whole fleet one agent succeeds.</summary>
    private async Task MakeNodesAsync(CancellationToken cancellationToken)
    {
        // Parents before children, each by itself: any part may be there already.
        var nodes = new (ZkPath Path, ReadOnlyMemory<byte> Data)[] { (_deploys.Deploys, default), (_nodes.Deploy, _ticket?.Data ?? DeployManifestJson.Write(wanted)), (_nodes.Results, default) }
            .Concat(_nodes.Creates().Select(create => (create.Path, (ReadOnlyMemory<byte>)default)));
        foreach (var (path, data) in nodes)
        {
            try
            {
                await client.CreateAsync(path, data, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // As it should be.
            }
        }
    }

    /// <summary>The transaction of a start. The indexes of its first four operations tell what failed.</summary>
    private List<ZkOperation> Start(RolloutPlace place, RolloutNumbers seen, string prefix, NodeVersion version)
    {
        var operations = new List<ZkOperation>
        {
            new ZkOperation.Check(_deploys.Manifest, version),
            new ZkOperation.Set(_nodes.Slots, default, seen.Gate),
            new ZkOperation.Create(_nodes.Slots / prefix, default, CreateMode.EphemeralSequential),
            new ZkOperation.Delete(_nodes.Queue / place.Name, NodeVersion.Any),
        };
        if (!place.HasStarted) operations.Add(new ZkOperation.Create(_nodes.Started / agent, default));
        // Tried anew: what it came to before is taken back, so that nobody counts twice.
        if (place.HasSucceeded) operations.Add(new ZkOperation.Delete(_nodes.Succeeded / agent, NodeVersion.Any));
        if (place.HasFailed) operations.Add(new ZkOperation.Delete(_nodes.Failures / agent, NodeVersion.Any));
        operations.AddRange(seen.Running.Where(slot => slot.Agent == agent).Select(slot => new ZkOperation.Delete(_nodes.Slots / slot.Name, NodeVersion.Any)));
        return operations;
    }

    /// <summary>The manifest node, if it is still this deploy's; null when it is not.</summary>
    private async Task<DeployTicket?> ReadManifestAsync(bool isFresh, CancellationToken cancellationToken)
    {
        var found = await ReadAsync<DeployTicket?>(
            async token =>
            {
                if (isFresh) await client.SyncAsync(_deploys.Manifest, token).ConfigureAwait(false);
                var node = await client.GetAsync(_deploys.Manifest, token).ConfigureAwait(false);
                return DeployTicket.Read(node.Stat, node.Data);
            },
            null,
            cancellationToken).ConfigureAwait(false);
        return found?.Manifest is { } manifest && found.DeployId == deployId && manifest.CommitId == wanted.CommitId ? found : null;
    }

    /// <summary>False when the slot is not there any more; nothing was done then.</summary>
    private async Task<bool> TrySettleAsync(string? slot, bool? isSuccess, bool mustBump, CancellationToken cancellationToken)
    {
        var mark = isSuccess switch
        {
            true => new ZkOperation.Create(_nodes.Succeeded / agent, default),
            false => new ZkOperation.Create(_nodes.Failures / agent, default),
            null => null,
        };
        while (true)
        {
            var operations = new List<ZkOperation>();
            if (slot is not null) operations.Add(new ZkOperation.Delete(_nodes.Slots / slot, NodeVersion.Any));
            if (mark is not null) operations.Add(mark);
            if (mustBump) operations.Add(new ZkOperation.Set(_nodes.Slots, default, NodeVersion.Any));
            if (operations.Count == 0) return true;
            MultiFailedException? failure = null;
            await _retry.RunAsync(
                async token =>
                {
                    try
                    {
                        await client.MultiAsync(operations, token).ConfigureAwait(false);
                    }
                    catch (MultiFailedException e)
                    {
                        failure = e;
                    }
                },
                cancellationToken).ConfigureAwait(false);
            if (failure is null) return true;
            // Noted already, by an attempt whose reply was lost or before a restart.
            if (failure.Cause is NodeExistsException) mark = null;
            else return false;
        }
    }

    /// <summary>The connection was lost under the start: whether it happened is told by the slot, if the session still lives.</summary>
    private async Task<RolloutStart> FindSlotAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = await ReadAsync(
            async token =>
            {
                await client.SyncAsync(_nodes.Slots, token).ConfigureAwait(false);
                return (await client.GetChildrenAsync(_nodes.Slots, token).ConfigureAwait(false)).Names;
            },
            [],
            cancellationToken).ConfigureAwait(false);
        var name = names.FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal));
        if (name is null) return new(RolloutStartOutcome.PlaceLost);
        var slot = await ReadAsync(token => client.ExistsAsync(_nodes.Slots / name, token), cancellationToken).ConfigureAwait(false);
        return slot.Stat?.EphemeralOwner == client.Session.Id.Value ? new(RolloutStartOutcome.Started, name) : new(RolloutStartOutcome.PlaceLost);
    }

    private async Task MarkFailureAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.CreateAsync(_nodes.Failures / agent, cancellationToken: cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NodeExistsException)
            {
                return;
            }
            catch (NoNodeException) when (attempt < MaxAttempts)
            {
                await MakeNodesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> CountAsync(ZkPath node, CancellationToken cancellationToken) =>
        (await client.ExistsAsync(node, cancellationToken).ConfigureAwait(false)).Stat?.ChildCount ?? 0;

    private async Task<bool> ExistsAsync(ZkPath node, CancellationToken cancellationToken) =>
        (await ReadAsync(token => client.ExistsAsync(node, token), cancellationToken).ConfigureAwait(false)).Exists;

    private Task DeleteAsync(ZkPath node, CancellationToken cancellationToken) => _retry.RunAsync(
        async token =>
        {
            try
            {
                await client.DeleteAsync(node, NodeVersion.Any, token).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                // Gone already.
            }
        },
        cancellationToken);

    private async Task<T> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        T value = default!;
        await _retry.RunAsync(async token => value = await read(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return value;
    }

    private Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> read, T absent, CancellationToken cancellationToken) => ReadAsync(
        async token =>
        {
            try
            {
                return await read(token).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                return absent;
            }
        },
        cancellationToken);
}
