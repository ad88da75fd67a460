namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// What an agent asks of ZooKeeper during one rollout. Every call tries again by itself for as long as ZooKeeper is away,
/// and knows after a lost reply what became of it.
/// </summary>
internal interface IRolloutStore
{
    /// <summary>Now, by ZooKeeper's clock as far as it is known.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Takes a place in the queue.</summary>
    Task<RolloutPlace> JoinAsync(CancellationToken cancellationToken);

    /// <summary>The names in the queue, first comer first. Places that this agent left behind when it was killed are removed.</summary>
    Task<IReadOnlyList<RolloutEntryName>> ReadQueueAsync(RolloutPlace place, CancellationToken cancellationToken);

    /// <summary>Watches until a place in the queue is given up; null when it is already.</summary>
    Task<IRolloutSignal?> WatchPlaceAsync(RolloutEntryName entry, CancellationToken cancellationToken);

    /// <summary>Watches the manifest for a change; null when it is this deploy's.</summary>
    Task<IRolloutSignal?> WatchManifestAsync(CancellationToken cancellationToken);

    /// <summary>Reads whether the rollout is halted.</summary>
    Task<bool> IsHaltedAsync(CancellationToken cancellationToken);

    /// <summary>Reads whether the rollout is halted and watches that.</summary>
    Task<RolloutHaltState> WatchHaltAsync(CancellationToken cancellationToken);

    /// <summary>Reads the numbers; the signal tells of the next that leaves or takes a slot.</summary>
    Task<(RolloutNumbers Numbers, IRolloutSignal Slots)> ReadNumbersAsync(CancellationToken cancellationToken);

    /// <summary>How many failures have been forgiven.</summary>
    Task<int> ReadForgivenAsync(CancellationToken cancellationToken);

    /// <summary>When the soak time began; null when it has not.</summary>
    Task<DateTimeOffset?> ReadSoakAsync(CancellationToken cancellationToken);

    /// <summary>Notes that the soak time begins, if nobody has yet.</summary>
    Task BeginSoakAsync(CancellationToken cancellationToken);

    /// <summary>Takes a slot and leaves the queue, in one step, if the gate is still the one given.</summary>
    Task<RolloutStart> TryStartAsync(RolloutPlace place, RolloutNumbers seen, CancellationToken cancellationToken);

    /// <summary>Halts the rollout, if the gate is still the one given.</summary>
    Task TryHaltAsync(int gate, string reason, CancellationToken cancellationToken);

    /// <summary>Takes slots away.</summary>
    Task ExpelAsync(IReadOnlyList<RolloutSlotName> slots, CancellationToken cancellationToken);

    /// <summary>
    /// Leaves the slot, and notes in the same step how it ended; null notes nothing, and the agent counts as lost until it
    /// comes back.
    /// </summary>
    Task SettleAsync(string? slot, bool? isSuccess, CancellationToken cancellationToken);

    /// <summary>Gives the place in the queue up; never throws.</summary>
    Task LeaveAsync(RolloutPlace place);
}

/// <summary>Tells once that something may have changed: always so after the session has ended.</summary>
internal interface IRolloutSignal : IAsyncDisposable
{
    /// <summary>Completes once; never faults.</summary>
    Task Fired { get; }
}
