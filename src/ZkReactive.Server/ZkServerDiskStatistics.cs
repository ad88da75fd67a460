namespace ZkReactive.Server;

/// <summary>What a server with a data directory made its disk do.</summary>
public sealed record ZkServerDiskStatistics
{
    /// <summary>The data directory, absolute.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>How often the transaction log was made to reach the disk; each carries all writes that had gathered.</summary>
    public long Syncs { get; init; }

    /// <summary>How many of them took a second or more.</summary>
    public long SlowSyncs { get; init; }

    /// <summary>Mean time of one, its write included.</summary>
    public TimeSpan AverageSync { get; init; }

    /// <summary>Longest time of one.</summary>
    public TimeSpan MaxSync { get; init; }

    /// <summary>Snapshots taken since the start.</summary>
    public long Snapshots { get; init; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan LastSnapshot { get; init; }

    /// <summary>Transactions that were read from the logs at the start.</summary>
    public int TransactionsLoaded { get; init; }

    /// <summary>1 when the tree that was loaded is not the one that its writer had, else 0.</summary>
    public int DigestMismatches { get; init; }
}
