namespace ZkReactive.Ensemble;

/// <summary>How an ensemble is started.</summary>
public sealed record EnsembleStartOptions
{
    /// <summary>The numbers of the servers to start; null for all.</summary>
    public IReadOnlyCollection<int>? Servers { get; init; }

    /// <summary>How long the servers may take until they serve. Default: 1 minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An unpacked release of Apache ZooKeeper; null to look for one (see <see cref="ZooKeeperInstallation.Find(string?)"/>).</summary>
    public string? ZooKeeperHome { get; init; }

    /// <summary>Time. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
