using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>What a server held and had done at one moment.</summary>
public sealed record ZkServerStatistics
{
    /// <summary>Open connections.</summary>
    public int Connections { get; init; }

    /// <summary>Live sessions, connected or not.</summary>
    public int Sessions { get; init; }

    /// <summary>Znodes, with those of <c>/zookeeper</c>.</summary>
    public int Nodes { get; init; }

    /// <summary>Ephemeral znodes.</summary>
    public int EphemeralNodes { get; init; }

    /// <summary>Watches: one for each watched path of each connection and kind.</summary>
    public int Watches { get; init; }

    /// <summary>Bytes of paths and data in the tree, roughly.</summary>
    public long ApproximateDataBytes { get; init; }

    /// <summary>Requests read since the start, pings included.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Replies and watch events queued for sending since the start.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Connections whose replies wait for a client that does not read.</summary>
    public int Outstanding { get; init; }

    /// <summary>The last transaction.</summary>
    public Zxid Zxid { get; init; }

    /// <summary>Shortest time from reading a request to queueing its reply.</summary>
    public TimeSpan MinLatency { get; init; }

    /// <summary>Mean of the same.</summary>
    public TimeSpan AverageLatency { get; init; }

    /// <summary>Longest of the same.</summary>
    public TimeSpan MaxLatency { get; init; }

    /// <summary>What the disk had to do; null for a server without a data directory.</summary>
    public ZkServerDiskStatistics? Disk { get; init; }

    /// <summary>How long the server has been running.</summary>
    public TimeSpan Uptime { get; init; }
}
