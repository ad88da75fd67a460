using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Ensemble.Status;

/// <summary>
/// Reads the answers of <c>srvr</c> and <c>mntr</c>. Pure. Source: Apache ZooKeeper, <c>server/command/StatCommand.java</c>,
/// <c>ServerStats.toString</c> and <c>MonitorCommand.java</c>.
/// </summary>
internal static class ServerReport
{
    /// <summary>What both answers together say.</summary>
    public static ZkServerStatus Read(ZkHost host, FourLetterAnswer srvr, FourLetterAnswer mntr)
    {
        var lines = srvr.IsAnswer ? Pairs(srvr.Text, ": ") : [];
        var monitor = mntr.IsAnswer ? Pairs(mntr.Text, "\t") : [];
        if (!lines.ContainsKey("Mode") && !monitor.ContainsKey("zk_server_state")) return NotServing(host, srvr, mntr);

        var status = new ZkServerStatus(host, ModeOf(lines.GetValueOrDefault("Mode") ?? monitor["zk_server_state"]))
        {
            Version = Trim(lines.GetValueOrDefault("Zookeeper version") ?? monitor.GetValueOrDefault("zk_version")),
            Zxid = ReadZxid(lines.GetValueOrDefault("Zxid")),
            Connections = (int?)(Whole(lines, "Connections") ?? Whole(monitor, "zk_num_alive_connections")),
            Outstanding = Whole(lines, "Outstanding") ?? Whole(monitor, "zk_outstanding_requests"),
            Requests = Whole(lines, "Received") ?? Whole(monitor, "zk_packets_received"),
            Latency = ReadLatency(lines.GetValueOrDefault("Latency min/avg/max")),
            Nodes = Whole(lines, "Node count") ?? Whole(monitor, "zk_znode_count"),
        };
        return !mntr.IsAnswer ? status : status with
        {
            AllowsMonitoring = true,
            Watches = Whole(monitor, "zk_watch_count"),
            Ephemerals = Whole(monitor, "zk_ephemerals_count"),
            DataBytes = Whole(monitor, "zk_approximate_data_size"),
            LargestResponseBytes = Whole(monitor, "zk_max_client_response_size") is >= 0 and { } largest ? largest : null,
            SyncedFollowers = (int?)Whole(monitor, "zk_synced_followers"),
            FileDescriptors = Whole(monitor, "zk_open_file_descriptor_count") is { } open && Whole(monitor, "zk_max_file_descriptor_count") is > 0 and { } limit
                ? (open, limit)
                : null,
        };
    }

    /// <summary>Says of each server how far it is behind the leader.</summary>
    public static IReadOnlyList<ZkServerStatus> WithLag(IReadOnlyList<ZkServerStatus> all)
    {
        var leader = all.FirstOrDefault(status => status.Mode == ServerMode.Leader)?.Zxid;
        return [.. all.Select(status => status with { Lag = Lag(status, leader) })];
    }

    private static long? Lag(ZkServerStatus status, Zxid? leader)
    {
        if (status.Zxid is not { } own || leader is not { } last) return status is { Mode: ServerMode.Standalone, Zxid: not null } ? 0 : null;

        // Asked one after the other, so a follower may by now have more than the leader had when it was asked.
        if (own.Epoch == last.Epoch) return Math.Max(0, last.Value - own.Value);

        // A new leader's epoch shows in a follower's zxid only with the first transaction.
        return last.Counter == 0 && own < last ? 0 : null;
    }

    private static ZkServerStatus NotServing(ZkHost host, FourLetterAnswer srvr, FourLetterAnswer mntr)
    {
        if (srvr.Text is null && mntr.Text is null) return new(host, ServerMode.Unreachable) { Problem = srvr.Problem };
        if (srvr.IsForbidden) return new(host, ServerMode.NotServing) { Problem = "it allows neither srvr nor mntr (4lw.commands.whitelist), so nothing is known but that it runs" };
        return srvr.Text?.Contains("not currently serving", StringComparison.Ordinal) == true
            ? new(host, ServerMode.NotServing) { Problem = "it runs but does not serve: it is starting, or has no quorum" }
            : new(host, ServerMode.Unreachable) { Problem = "what answers there is not a ZooKeeper server" };
    }

    private static Dictionary<string, string> Pairs(string text, string separator)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var cut = line.IndexOf(separator, StringComparison.Ordinal);
            if (cut > 0) pairs[line[..cut].Trim()] = line[(cut + separator.Length)..].Trim();
        }

        return pairs;
    }

    private static ServerMode ModeOf(string text) => text switch
    {
        "leader" => ServerMode.Leader,
        "follower" => ServerMode.Follower,
        "observer" => ServerMode.Observer,
        "standalone" => ServerMode.Standalone,
        "read-only" => ServerMode.ReadOnly,
        _ => ServerMode.NotServing,
    };

    // "3.8.0-5a02a05eddb59aee6ac762f7ea82e92a68eb9c0f, built on …": the number and what is short enough to be read.
    private static string? Trim(string? version)
    {
        var name = version?.Split(',')[0];
        var dash = name?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return dash > 0 && (name!.Length - dash > 20 || !char.IsAsciiLetterOrDigit(name[dash + 1])) ? name[..dash] : name;
    }

    private static Zxid? ReadZxid(string? text) =>
        text?.StartsWith("0x", StringComparison.Ordinal) == true && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new Zxid(value)
            : null;

    private static ServerLatency? ReadLatency(string? text)
    {
        var parts = text?.Split('/') ?? [];
        var values = parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
        return values.Length == 3 && values.All(double.IsFinite) ? new(values[0], values[1], values[2]) : null;
    }

    // mntr writes some whole numbers with a fraction.
    private static long? Whole(Dictionary<string, string> pairs, string name) =>
        pairs.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e15 ? (long)value : null;
}
