namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>A manifest's strategy as the decider reads it: absent limits have their meaning, and zero where none makes sense is "none".</summary>
/// <param name="Canaries">How many agents must have succeeded before the rest follow; 0 for none.</param>
/// <param name="BatchSize">How many may be at work at once; <see cref="int.MaxValue"/> for all.</param>
/// <param name="MaxFailures">How many failures are borne; null for any number.</param>
/// <param name="Soak">How long nothing starts after the last canary's success.</param>
/// <param name="Timeout">How long an agent may take; null for no limit, which there always is where agents wait for one another.</param>
/// <param name="Splay">Over how long the agents spread their beginning.</param>
internal sealed record RolloutPlan(int Canaries, int BatchSize, int? MaxFailures, TimeSpan Soak, TimeSpan? Timeout, TimeSpan Splay)
{
    /// <summary>Everybody at once, whatever comes of it.</summary>
    internal static readonly RolloutPlan AtOnce = new(0, int.MaxValue, null, TimeSpan.Zero, null, TimeSpan.Zero);

    /// <summary>The longest time a strategy can ask for, well below what timers take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Whether agents must wait for one another at all.</summary>
    internal bool IsQueued => Canaries > 0 || BatchSize != int.MaxValue;

    /// <summary>An agent that hangs must not hang the rollout, whatever the strategy says or leaves out.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);

    internal static RolloutPlan Of(DeployStrategy? strategy)
    {
        if (strategy is null) return AtOnce;
        var plan = new RolloutPlan(
            strategy.Canary ?? 0,
            strategy.BatchSize is > 0 and { } size ? size : int.MaxValue,
            strategy.MaxFailures,
            Time(strategy.SoakSeconds) ?? TimeSpan.Zero,
            strategy.TimeoutSeconds is > 0 ? Time(strategy.TimeoutSeconds) : null,
            Time(strategy.SplaySeconds) ?? TimeSpan.Zero);
        return plan.IsQueued && plan.Timeout is null ? plan with { Timeout = DefaultTimeout } : plan;
    }

    private static TimeSpan? Time(double? seconds) =>
        seconds is not { } number ? null : number >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(number);
}
