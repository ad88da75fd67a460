namespace ZkReactive.Pipelines.Deploy;

/// <summary>How a rollout spreads over the fleet. Carried in manifests; agents deploy all at once for now.</summary>
public sealed record DeployStrategy
{
    /// <summary>How many agents go first; null for none.</summary>
    public int? Canary { get; init; }

    /// <summary>How many agents deploy at the same time; null for all.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How many failures halt the rollout; null for never.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>Seconds to watch the canaries before the rest follow.</summary>
    public double? SoakSeconds { get; init; }

    /// <summary>Seconds an agent may take.</summary>
    public double? TimeoutSeconds { get; init; }
}
