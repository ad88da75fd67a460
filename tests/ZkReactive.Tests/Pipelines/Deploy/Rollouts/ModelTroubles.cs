namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>What goes wrong in a <see cref="ModelFleet"/>.</summary>
internal sealed record ModelTroubles
{
    /// <summary>The share of deploys that fail.</summary>
    public double Failures { get; init; }

    /// <summary>The share of deploys that hang until they are expelled.</summary>
    public double Hangs { get; init; }

    /// <summary>How often, per move of any agent, one is killed, paused, cut off, or all wake up.</summary>
    public double Rate { get; init; }

    /// <summary>Whether an operator halts it now and then.</summary>
    public bool Halts { get; init; }

    /// <summary>The share of killed agents that come back.</summary>
    public double Returns { get; init; } = 1;

    /// <summary>After how many moves nothing more is killed.</summary>
    public int Until { get; init; } = 3_000;

    /// <summary>How many times an operator resumes a halted rollout.</summary>
    public int Resumes { get; init; }
}
