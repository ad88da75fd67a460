using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Ensemble;

/// <summary>Where a server stands, by its own four-letter words. What it did not say is null.</summary>
/// <param name="Host">The server as it was named.</param>
/// <param name="Mode">What it is.</param>
public sealed record ZkServerStatus(ZkHost Host, ServerMode Mode)
{
    /// <summary>Its number in an ensemble on this machine; null for other servers.</summary>
    public int? Number { get; init; }

    /// <summary>Its process on this machine, when it was started from here and runs.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What it calls its version.</summary>
    public string? Version { get; init; }

    /// <summary>The last transaction it has applied.</summary>
    public Zxid? Zxid { get; init; }

    /// <summary>The leader's epoch in <see cref="Zxid"/>.</summary>
    public int? Epoch => Zxid?.Epoch;

    /// <summary>How many transactions it is behind the leader; null without a leader of the same epoch.</summary>
    public long? Lag { get; init; }

    /// <summary>Open connections.</summary>
    public int? Connections { get; init; }

    /// <summary>Requests waiting for their answer.</summary>
    public long? Outstanding { get; init; }

    /// <summary>Requests it has received since its start.</summary>
    public long? Requests { get; init; }

    /// <summary>Least, mean and most time from request to answer since its start.</summary>
    public ServerLatency? Latency { get; init; }

    /// <summary>Znodes.</summary>
    public long? Nodes { get; init; }

    /// <summary>Watches; null when it allows <c>srvr</c> only.</summary>
    public long? Watches { get; init; }

    /// <summary>Ephemeral znodes; null when it allows <c>srvr</c> only.</summary>
    public long? Ephemerals { get; init; }

    /// <summary>Bytes of data, about; null when it allows <c>srvr</c> only.</summary>
    public long? DataBytes { get; init; }

    /// <summary>The largest answer to a client so far, in bytes; null when it does not say.</summary>
    public long? LargestResponseBytes { get; init; }

    /// <summary>Open files and how many it may open; null when it does not say.</summary>
    public (long Open, long Limit)? FileDescriptors { get; init; }

    /// <summary>Followers in step with it, when it is the leader and says so.</summary>
    public int? SyncedFollowers { get; init; }

    /// <summary>Whether it answered <c>mntr</c>; servers allow <c>srvr</c> alone unless told.</summary>
    public bool AllowsMonitoring { get; init; }

    /// <summary>Why it is not serving, in words.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it takes clients.</summary>
    public bool IsServing => Mode is not (ServerMode.Unreachable or ServerMode.NotServing);
}
