namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>An agent's place in the queue.</summary>
/// <param name="Name">Its node's name.</param>
/// <param name="HasStarted">Whether the agent has begun this deploy before.</param>
/// <param name="HasSucceeded">Whether it counts among those that succeeded; taken back when it starts anew.</param>
/// <param name="HasFailed">Whether it counts among those that failed; taken back when it starts anew.</param>
internal sealed record RolloutPlace(string Name, bool HasStarted, bool HasSucceeded, bool HasFailed)
{
    /// <summary>Whether it counts as lost until it has a slot again.</summary>
    internal bool IsReturning => HasStarted && !HasSucceeded && !HasFailed;
}

/// <summary>How many agents stand where.</summary>
/// <param name="Gate">The gate's version, read before everything else.</param>
/// <param name="Running">Who has a slot.</param>
/// <param name="Started">How many have begun.</param>
/// <param name="Succeeded">How many of them succeeded.</param>
/// <param name="Failed">How many of them failed.</param>
internal sealed record RolloutNumbers(int Gate, IReadOnlyList<RolloutSlotName> Running, int Started, int Succeeded, int Failed);

/// <summary>Whether a rollout is halted.</summary>
/// <param name="IsHalted">Whether it is.</param>
/// <param name="Changed">Tells that this may have changed.</param>
internal sealed record RolloutHaltState(bool IsHalted, IRolloutSignal Changed);

/// <summary>What came of taking a slot.</summary>
/// <param name="Outcome">Whether it was taken.</param>
/// <param name="Slot">The slot's name when it was.</param>
internal readonly record struct RolloutStart(RolloutStartOutcome Outcome, string? Slot = null);

/// <summary>What came of taking a slot.</summary>
internal enum RolloutStartOutcome
{
    /// <summary>It was taken.</summary>
    Started,

    /// <summary>The gate had changed: look again.</summary>
    Changed,

    /// <summary>The place in the queue is gone, with its session: queue again.</summary>
    PlaceLost,

    /// <summary>The manifest is not this deploy's any more.</summary>
    Superseded,
}
