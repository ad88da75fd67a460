namespace ZkReactive.Ensemble.Status;

/// <summary>What servers' states mean. Pure.</summary>
internal static class ServerFindings
{
    private const double FullShare = 0.8;

    // The mean of fewer requests tells of a cold JVM only.
    private const long FewRequests = 1_000;

    /// <summary>The findings about servers and quorum.</summary>
    public static IEnumerable<EnsembleFinding> Of(IReadOnlyList<ZkServerStatus> all, DoctorOptions options)
    {
        var serving = all.Where(server => server.IsServing).ToArray();
        foreach (var finding in all.Select(Reach)) yield return finding;
        foreach (var finding in Quorum(all)) yield return finding;
        if (serving.Length == 0) yield break;

        yield return Whitelist(serving);
        yield return Version(serving);
        yield return Worst("Lag", serving, server => server.Lag, options.MostLag, "transactions behind the leader",
            "Look at that server's disk and network; a follower that cannot keep up is dropped after syncLimit ticks.");
        yield return Worst("Load", serving, server => server.Outstanding, options.MostOutstanding, "requests waiting",
            "Look for slow disks (fsync) and for clients that flood the server.");
        foreach (var slow in serving.Where(server => server.Latency?.Average > options.SlowAnswer.TotalMilliseconds && server.Requests is not < FewRequests))
        {
            yield return new(FindingSeverity.Warning, "Load", slow.Host.ToString(), $"The mean time to answer is {slow.Latency!.Average:0.#} ms since the server's start.",
                "Give the transaction log a disk of its own (dataLogDir), and look at the pauses of its JVM.");
        }

        yield return Worst("Watches", serving, server => server.Watches, options.MostWatches, "watches",
            "Look for clients that leave watches behind (wchs, wchc), and use one recursive watch for a tree.");
        yield return Packets(serving, options.Client.MaxPacketBytes);
        yield return Files(serving);
    }

    /// <summary>The finding about the session's time-out.</summary>
    public static EnsembleFinding OfSession(TimeSpan asked, TimeSpan granted)
    {
        var found = $"A session could be opened; a time-out of {asked.TotalSeconds:0.###} s was asked for and {granted.TotalSeconds:0.###} s granted.";
        return Math.Abs((asked - granted).TotalMilliseconds) < 1
            ? new(FindingSeverity.Ok, "Session", null, found)
            : new(FindingSeverity.Warning, "Session", null, found, "The servers allow 2 to 20 ticks: ask for a time-out within that, or set minSessionTimeout and maxSessionTimeout there.");
    }

    private static EnsembleFinding Reach(ZkServerStatus server) => server.IsServing
        ? new(FindingSeverity.Ok, "Reach", server.Host.ToString(), $"It serves as {server.Mode.ToString().ToLowerInvariant()}.")
        : new(FindingSeverity.Error, "Reach", server.Host.ToString(), $"It does not serve: {server.Problem}.", server.Mode == ServerMode.Unreachable
            ? "Start it, and check address, port and firewall."
            : "Look at its log; if the quorum is missing, start more servers.");

    private static IEnumerable<EnsembleFinding> Quorum(IReadOnlyList<ZkServerStatus> all)
    {
        var leaders = all.Count(server => server.Mode == ServerMode.Leader);
        var alone = all.Count(server => server.Mode == ServerMode.Standalone);
        var voters = all.Count(server => server.Mode is ServerMode.Leader or ServerMode.Follower);
        var (severity, found, remedy) = (all.Count, leaders, alone) switch
        {
            (1, _, 1) => (FindingSeverity.Info, "One standalone server: it is down when this machine is.", "For production use three servers or more."),
            (_, _, > 0) when all.Count > 1 => (FindingSeverity.Error, $"{alone} of {all.Count} servers are standalone: they do not form one ensemble.", "Give every server the same server.N lines and a myid of its own."),
            (_, > 1, _) => (FindingSeverity.Error, $"{leaders} servers lead: the connect string names more than one ensemble.", "Name the servers of one ensemble only."),
            (_, 1, _) when voters < all.Count => (FindingSeverity.Warning, $"There is a leader, and {voters} of {all.Count} servers are in its quorum.", "Bring the others back: fewer failures can be borne until then."),
            (_, 1, _) => (FindingSeverity.Ok, $"One leader and {voters - 1} followers.", ""),
            _ when all.Any(server => server.Mode is ServerMode.Follower or ServerMode.Observer) =>
                (FindingSeverity.Info, "The leader is not among the servers of the connect string.", "Name all servers, so that clients find one whatever fails."),
            _ => (FindingSeverity.Error, "There is no leader.", "Start more than half of the servers."),
        };
        yield return new(severity, "Quorum", null, found, remedy);
        if (all.Count > 1 && all.Count % 2 == 0)
            yield return new(FindingSeverity.Info, "Quorum", null, $"{all.Count} servers bear no more failures than {all.Count - 1}.", "Use an odd number of voting servers.");
    }

    private static EnsembleFinding Whitelist(ZkServerStatus[] serving)
    {
        var silent = serving.Where(server => !server.AllowsMonitoring).Select(server => server.Host.ToString()).ToArray();
        return silent.Length == 0
            ? new(FindingSeverity.Ok, "Whitelist", null, "Every server answers srvr and mntr.")
            : new(FindingSeverity.Warning, "Whitelist", silent.Length == 1 ? silent[0] : null, $"mntr is not allowed on {string.Join(", ", silent)}, so watches, packets and files are not known there.",
                "Set 4lw.commands.whitelist=srvr,mntr on every server and restart one after the other.");
    }

    private static EnsembleFinding Version(ZkServerStatus[] serving)
    {
        var versions = serving.Select(server => server.Version ?? "unknown").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (versions.Length > 1) return new(FindingSeverity.Warning, "Version", null, $"The servers have different versions: {string.Join(", ", versions)}.", "Finish the upgrade.");
        return System.Version.TryParse(versions[0].Split('-')[0], out var version) && version < new Version(3, 6)
            ? new(FindingSeverity.Info, "Version", null, $"Every server is of version {versions[0]}.", "Persistent and recursive watches need 3.6; upgrade to have them.")
            : new(FindingSeverity.Ok, "Version", null, $"Every server is of version {versions[0]}.");
    }

    private static EnsembleFinding Worst(string check, ZkServerStatus[] serving, Func<ZkServerStatus, long?> figure, long most, string unit, string remedy)
    {
        var worst = serving.Where(server => figure(server) is not null).MaxBy(figure);
        if (worst is null) return new(FindingSeverity.Info, check, null, $"No server says how many {unit} it has.");
        var value = figure(worst)!.Value;
        return value > most
            ? new(FindingSeverity.Warning, check, worst.Host.ToString(), $"It has {value} {unit}; more than {most} is much.", remedy)
            : new(FindingSeverity.Ok, check, null, $"No server has more than {value} {unit}.");
    }

    private static EnsembleFinding Packets(ZkServerStatus[] serving, int limit)
    {
        var worst = serving.Where(server => server.LargestResponseBytes is not null).MaxBy(server => server.LargestResponseBytes);
        if (worst?.LargestResponseBytes is not { } largest) return new(FindingSeverity.Info, "Packets", null, "No server says how large its answers are.");
        return largest > limit * FullShare
            ? new(FindingSeverity.Warning, "Packets", worst.Host.ToString(), $"Its largest answer had {largest} bytes; this client takes up to {limit}.",
                "Split the data or the list of children, or raise MaxPacketBytes here and jute.maxbuffer on every server and client.")
            : new(FindingSeverity.Ok, "Packets", null, $"The largest answer had {largest} bytes; this client takes up to {limit}.");
    }

    private static EnsembleFinding Files(ZkServerStatus[] serving)
    {
        var worst = serving.Where(server => server.FileDescriptors is not null).MaxBy(server => (double)server.FileDescriptors!.Value.Open / server.FileDescriptors.Value.Limit);
        if (worst?.FileDescriptors is not { } files) return new(FindingSeverity.Info, "Files", null, "No server says how many files it has open.");
        return files.Open > files.Limit * FullShare
            ? new(FindingSeverity.Warning, "Files", worst.Host.ToString(), $"It has {files.Open} of {files.Limit} files and sockets open.", "Raise its limit of open files, and look for clients that leak connections.")
            : new(FindingSeverity.Ok, "Files", null, $"No server has more than {files.Open} of {files.Limit} files and sockets open.");
    }
}
