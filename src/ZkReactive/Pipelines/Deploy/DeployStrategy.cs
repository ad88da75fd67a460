namespace ZkReactive.Pipelines.Deploy;

/// <summary>How a rollout spreads over the fleet. Without one, or with everything unset, all agents deploy at once.</summary>
public sealed record DeployStrategy
{
    /// <summary>How many agents must have succeeded before the rest follow; null or 0 for none. The first to come are the canaries.</summary>
    public int? Canary { get; init; }

    /// <summary>How many agents may be at work at the same time; null or 0 for all.</summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// How many failures are borne: one more halts the rollout, so 0 halts at the first. Null for any number, except among
    /// the canaries, where it means 0.
    /// </summary>
    public int? MaxFailures { get; init; }

    /// <summary>Seconds in which nothing starts after the last canary has succeeded; null for none.</summary>
    public double? SoakSeconds { get; init; }

    /// <summary>
    /// Seconds an agent may take from its start to its result, commands and checks included; null or 0 for no limit, or an
    /// hour where agents wait for one another.
    /// </summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Seconds over which the agents spread their beginning, each by a random share; null for none.</summary>
    public double? SplaySeconds { get; init; }
}
