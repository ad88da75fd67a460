namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// What the first in the queue has read of a rollout: numbers, never the results themselves, so that it costs the same
/// whatever the size of the fleet.
/// </summary>
internal sealed record RolloutSight
{
    /// <summary>
    /// The gate: changes with every start, every failure, every halt and every resumption. Whatever follows from this sight
    /// is done only while it stands.
    /// </summary>
    internal required int Gate { get; init; }

    /// <summary>Who is at work.</summary>
    internal IReadOnlyList<RolloutSlotName> Running { get; init; } = [];

    /// <summary>How many agents have begun at some time.</summary>
    internal int Started { get; init; }

    /// <summary>How many of them succeeded.</summary>
    internal int Succeeded { get; init; }

    /// <summary>How many of them failed.</summary>
    internal int Failed { get; init; }

    /// <summary>How many failures an operator has forgiven by resuming; read only when it matters.</summary>
    internal int? Forgiven { get; init; }

    /// <summary>Whether the rollout is halted.</summary>
    internal bool IsHalted { get; init; }

    /// <summary>When the soak time began; read only when it matters, and null when it has not.</summary>
    internal DateTimeOffset? SoakSince { get; init; }

    /// <summary>Whether <see cref="SoakSince"/> has been looked for.</summary>
    internal bool IsSoakRead { get; init; }

    /// <summary>Since when this agent has seen that lost agents are too many; null when they are not.</summary>
    internal DateTimeOffset? LostSince { get; init; }

    /// <summary>The agent that looks.</summary>
    internal required string Agent { get; init; }

    /// <summary>Whether that agent has begun before, and died or lost its slot before it came to an end.</summary>
    internal bool IsReturning { get; init; }

    /// <summary>Now, by ZooKeeper's clock as the agent knows it.</summary>
    internal required DateTimeOffset Now { get; init; }
}
