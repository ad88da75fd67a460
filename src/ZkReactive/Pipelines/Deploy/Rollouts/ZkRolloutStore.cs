using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>A rollout's nodes in ZooKeeper, for one agent and one deploy.</summary>
internal sealed partial class ZkRolloutStore(IZkClient client, ZkPath manifest, string deployId, DeployManifest wanted, string agent, TimeProvider time, ILogger logger) : IRolloutStore
{
    private const int MaxAttempts = 8;
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(3);

    private readonly DeployNodes _deploys = new(manifest);
    private readonly RolloutNodes _nodes = new(new DeployNodes(manifest).Deploy(deployId));
    private readonly ServerClock _clock = new(time);
    private readonly TransientRetry _retry = new(time);

    /// <summary>The manifest node as it was read last: a start is a start of this version, or none.</summary>
    private DeployTicket? _ticket;

    public DateTimeOffset Now => _clock.Now;

    public async Task<RolloutPlace> JoinAsync(CancellationToken cancellationToken)
    {
        var hasStarted = await ExistsAsync(_nodes.Started / agent, cancellationToken).ConfigureAwait(false);
        var hasSucceeded = hasStarted && await ExistsAsync(_nodes.Succeeded / agent, cancellationToken).ConfigureAwait(false);
        var hasFailed = hasStarted && await ExistsAsync(_nodes.Failures / agent, cancellationToken).ConfigureAwait(false);
        var prefix = _nodes.Queue / RolloutEntryName.Prefix(agent, hasStarted && !hasSucceeded && !hasFailed);
        _ticket ??= await ReadManifestAsync(isFresh: false, cancellationToken).ConfigureAwait(false);
        // A place that was taken although the reply was lost is found, and removed, when the queue is read.
        var name = "";
        await _retry.RunAsync(async token => name = await MakePlaceAsync(prefix, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return new(name, hasStarted, hasSucceeded, hasFailed);
    }

    public async Task<IReadOnlyList<RolloutEntryName>> ReadQueueAsync(RolloutPlace place, CancellationToken cancellationToken)
    {
        var names = await ReadAsync(async token => (await client.GetChildrenAsync(_nodes.Queue, token).ConfigureAwait(false)).Names, [], cancellationToken).ConfigureAwait(false);
        var queue = RolloutEntryName.Queue(names);
        if (!queue.Exists(entry => entry.Name == place.Name)) return queue;
        foreach (var old in queue.Where(entry => entry.Agent == agent && entry.Name != place.Name).ToList())
        {
            await DeleteAsync(_nodes.Queue / old.Name, cancellationToken).ConfigureAwait(false);
            queue.Remove(old);
        }

        return queue;
    }

    public async Task<IRolloutSignal?> WatchPlaceAsync(RolloutEntryName entry, CancellationToken cancellationToken)
    {
        var (found, watch) = await ReadAsync(token => client.ExistsWatchedAsync(_nodes.Queue / entry.Name, token), cancellationToken).ConfigureAwait(false);
        if (found.Exists) return new WatchSignal(watch);
        await watch.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public async Task<IRolloutSignal?> WatchManifestAsync(CancellationToken cancellationToken)
    {
        var (_, watch) = await ReadAsync(token => client.ExistsWatchedAsync(_deploys.Manifest, token), cancellationToken).ConfigureAwait(false);
        _ticket = await ReadManifestAsync(isFresh: true, cancellationToken).ConfigureAwait(false);
        if (_ticket is null) return new WatchSignal(watch);
        await watch.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public Task<bool> IsHaltedAsync(CancellationToken cancellationToken) => ExistsAsync(_nodes.Halt, cancellationToken);

    public async Task<RolloutHaltState> WatchHaltAsync(CancellationToken cancellationToken)
    {
        var (found, watch) = await ReadAsync(token => client.ExistsWatchedAsync(_nodes.Halt, token), cancellationToken).ConfigureAwait(false);
        return new(found.Exists, new WatchSignal(watch));
    }

    public async Task<(RolloutNumbers Numbers, IRolloutSignal Slots)> ReadNumbersAsync(CancellationToken cancellationToken)
    {
        // Sent together, answered in this order: the gate's version is the oldest of what is read.
        Watched<ZkChildren> slots = default;
        int[] counts = [];
        await _retry.RunAsync(
            async token =>
            {
                var first = client.GetChildrenWatchedAsync(_nodes.Slots, token).AsTask();
                var rest = Task.WhenAll(new[] { _nodes.Succeeded, _nodes.Failures, _nodes.Started }.Select(node => CountAsync(node, token)));
                slots = await first.ConfigureAwait(false);
                counts = await rest.ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        var running = slots.Value.Names.Select(RolloutSlotName.TryParse).OfType<RolloutSlotName>().ToList();
        return (new(slots.Value.Stat.Version, running, counts[2], counts[0], counts[1]), new WatchSignal(slots.Watch));
    }

    public Task<int> ReadForgivenAsync(CancellationToken cancellationToken) =>
        ReadAsync(async token => RolloutJson.ReadResume((await client.GetAsync(_nodes.Resumed, token).ConfigureAwait(false)).Data).Forgiven, 0, cancellationToken);

    public async Task<DateTimeOffset?> ReadSoakAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(token => client.ExistsAsync(_nodes.Soak, token), cancellationToken).ConfigureAwait(false)).Stat?.Created;

    public Task BeginSoakAsync(CancellationToken cancellationToken) => _retry.RunAsync(
        async token =>
        {
            try
            {
                var made = await client.CreateAsync(_nodes.Soak, cancellationToken: token).ConfigureAwait(false);
                if (made.Stat is { } stat) _clock.Set(stat.Created);
            }
            catch (NodeExistsException)
            {
                // Somebody else saw it first.
            }
        },
        cancellationToken);

    public async Task<RolloutStart> TryStartAsync(RolloutPlace place, RolloutNumbers seen, CancellationToken cancellationToken)
    {
        if (_ticket is null) return new(RolloutStartOutcome.Superseded);
        var prefix = RolloutSlotName.Prefix(agent, Now);
        var operations = Start(place, seen, prefix, _ticket.Version);
        try
        {
            var results = await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
            return new(RolloutStartOutcome.Started, results[2].Path.Name);
        }
        catch (MultiFailedException e) when (e.Index == 0)
        {
            _ticket = await ReadManifestAsync(isFresh: true, cancellationToken).ConfigureAwait(false);
            return _ticket is not null ? new(RolloutStartOutcome.Changed) : new(RolloutStartOutcome.Superseded);
        }
        catch (MultiFailedException e) when (e.Index == 3)
        {
            return new(RolloutStartOutcome.PlaceLost);
        }
        catch (MultiFailedException e) when (e.Index == 1 && e.Cause is BadVersionException)
        {
            // What this server told was old: the next look must not be.
            await _retry.RunAsync(token => client.SyncAsync(_nodes.Slots, token).AsTask(), cancellationToken).ConfigureAwait(false);
            return new(RolloutStartOutcome.Changed);
        }
        catch (MultiFailedException)
        {
            // A mark or an old slot came or went in between: queue again and read them anew.
            return new(RolloutStartOutcome.PlaceLost);
        }
        catch (ZkException e) when (e.IsTransient)
        {
            return await FindSlotAsync(prefix, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task TryHaltAsync(int gate, string reason, CancellationToken cancellationToken)
    {
        var data = RolloutJson.Write(new HaltData(reason, $"agent {agent}", time.GetUtcNow()));
        try
        {
            await client.MultiAsync([new ZkOperation.Set(_nodes.Slots, default, gate), new ZkOperation.Create(_nodes.Halt, data)], cancellationToken).ConfigureAwait(false);
            LogHalted(deployId, agent, reason);
        }
        catch (MultiFailedException)
        {
            // Somebody else halted it, or something has changed: the next look tells.
        }
        catch (ZkException e) when (e.IsTransient)
        {
            await _retry.PauseAsync(0, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ExpelAsync(IReadOnlyList<RolloutSlotName> slots, CancellationToken cancellationToken)
    {
        foreach (var slot in slots)
        {
            LogExpelled(deployId, slot.Agent, agent, slot.Since);
            await DeleteAsync(_nodes.Slots / slot.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task SettleAsync(string? slot, bool? isSuccess, CancellationToken cancellationToken)
    {
        // Without its slot the agent is not expected: whoever decides in this moment must look again.
        var isKnown = slot is not null && await TrySettleAsync(slot, isSuccess, mustBump: isSuccess == false, cancellationToken).ConfigureAwait(false);
        if (!isKnown && isSuccess is not null) await TrySettleAsync(null, isSuccess, mustBump: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes how a deploy without a queue ended, and halts it when more have failed than are borne.</summary>
    internal async Task CountAsync(bool isSuccess, int limit, CancellationToken cancellationToken)
    {
        if (isSuccess)
        {
            // It may have failed before it was tried anew.
            await DeleteAsync(_nodes.Failures / agent, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _retry.RunAsync(MarkFailureAsync, cancellationToken).ConfigureAwait(false);
        var failed = await ReadAsync(token => new ValueTask<int>(CountAsync(_nodes.Failures, token)), cancellationToken).ConfigureAwait(false);
        if (failed <= limit) return;
        var forgiven = await ReadForgivenAsync(cancellationToken).ConfigureAwait(false);
        if (failed - forgiven > limit) await TryHaltAsync(NodeVersion.Any.Value, RolloutDecider.Reason(failed, 0, forgiven, limit, areCanaries: false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes good what was left undone when the agent was killed between its result and the note of it.</summary>
    internal async Task MendAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(_nodes.Started / agent, cancellationToken).ConfigureAwait(false) || await ExistsAsync(_nodes.Succeeded / agent, cancellationToken).ConfigureAwait(false)) return;
        await SettleAsync(null, isSuccess: true, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(_nodes.Failures / agent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// How this agent's result says the deploy ended; null when there is none, or it ended neither way. A failure that may pass
    /// and is tried again counts as neither: in a queue the agent is then "lost" until it is back, and too long is a failure.
    /// </summary>
    internal async Task<bool?> ReadOutcomeAsync(bool isTriedAgain, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(async token => (await client.GetAsync(_nodes.Results / agent, token).ConfigureAwait(false)).Data, default, cancellationToken).ConfigureAwait(false);
        return !DeployJson.TryRead(data, out ResultData? result) ? null : DeployWords.Read(result.State) switch
        {
            DeployAgentState.Succeeded => true,
            DeployAgentState.Failed => isTriedAgain && result.Error?.Id is { } id && DeployRetryPolicy.IsTransient(id) ? null : false,
            _ => null,
        };
    }

    public async Task LeaveAsync(RolloutPlace place)
    {
        if (!client.Session.IsConnected) return;
        using var limit = new CancellationTokenSource(GoodbyeTime, time);
        try
        {
            await DeleteAsync(_nodes.Queue / place.Name, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or ObjectDisposedException)
        {
            // It goes with the session.
        }
    }

    [LoggerMessage(5180, LogLevel.Error, "Deploy {DeployId} is halted by agent {Agent}: {Reason}")]
    private partial void LogHalted(string deployId, string agent, string reason);

    [LoggerMessage(5181, LogLevel.Warning, "Deploy {DeployId}: agent {Holder} has had its slot since {Since} and loses it; seen by {Agent}")]
    private partial void LogExpelled(string deployId, string holder, string agent, DateTimeOffset since);
}
