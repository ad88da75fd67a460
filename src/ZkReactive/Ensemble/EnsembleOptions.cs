using System.Net;

namespace ZkReactive.Ensemble;

/// <summary>What a new ensemble on this machine looks like.</summary>
public sealed record EnsembleOptions
{
    /// <summary>Most servers that <see cref="Count"/> allows.</summary>
    public const int MostServers = 15;

    /// <summary>Where configurations, data and logs go; it is created, and must be empty if it is there.</summary>
    public required string Directory { get; init; }

    /// <summary>How many servers: 1 for a standalone server, else 2n+1 of which n may fail. Default: 3; 1 to <see cref="MostServers"/>.</summary>
    public int Count { get; init; } = 3;

    /// <summary>The first server's client port; the others follow it. 0 takes free ports. Default: 2181.</summary>
    public int BasePort { get; init; } = 2181;

    /// <summary>The unit of time of the servers: sessions last 2 to 20 ticks. Default: 2 s; at least 100 ms, at most 1 minute.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many ticks a follower may take to connect to the leader and catch up. Default: 10; at least 1.</summary>
    public int InitLimit { get; init; } = 10;

    /// <summary>How many ticks a follower may lag behind the leader. Default: 5; at least 1.</summary>
    public int SyncLimit { get; init; } = 5;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, MostServers, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfNegative(BasePort, nameof(BasePort));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BasePort, IPEndPoint.MaxPort - Count, nameof(BasePort));
        ArgumentOutOfRangeException.ThrowIfLessThan(TickTime, TimeSpan.FromMilliseconds(100), nameof(TickTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TickTime, TimeSpan.FromMinutes(1), nameof(TickTime));
        ArgumentOutOfRangeException.ThrowIfLessThan(InitLimit, 1, nameof(InitLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(SyncLimit, 1, nameof(SyncLimit));
    }
}
