using System.Globalization;

namespace ZkReactive.Ensemble.Layout;

/// <summary>The text of a <c>zooN.cfg</c>, both ways. Source: Apache ZooKeeper, <c>QuorumPeerConfig.parseProperties</c>.</summary>
internal static class ServerConfiguration
{
    /// <summary>The words that status and doctor ask for; a server allows <c>srvr</c> alone unless told.</summary>
    private const string Words = "srvr,mntr,ruok,isro,conf,stat,cons,wchs";

    /// <summary>Writes a server's configuration.</summary>
    public static string Write(EnsembleOptions options, EnsembleServer server, IReadOnlyList<EnsembleServer> all)
    {
        var culture = CultureInfo.InvariantCulture;
        var lines = new List<string>
        {
            string.Create(culture, $"tickTime={(long)options.TickTime.TotalMilliseconds}"),
            string.Create(culture, $"initLimit={options.InitLimit}"),
            string.Create(culture, $"syncLimit={options.SyncLimit}"),
            $"dataDir={Slashes(server.DataDirectory)}",
            $"dataLogDir={Slashes(server.DataLogDirectory)}",
            string.Create(culture, $"clientPort={server.ClientPort}"),
            "clientPortAddress=127.0.0.1",
            $"4lw.commands.whitelist={Words}",
            "admin.enableServer=false",
            "extendedTypesEnabled=true",
        };
        if (all.Count > 1) lines.AddRange(all.Select(peer => string.Create(culture, $"server.{peer.Number}=localhost:{peer.QuorumPort}:{peer.ElectionPort}")));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Reads the lines <c>name=value</c>; comments and blanks are passed over, the last of a name counts.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] is '#' or '!' || equals <= 0) continue;
            values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return values;
    }

    /// <summary>The ports of a line <c>server.N=host:quorum:election</c>, with or without role and client address behind.</summary>
    public static bool TryReadPeer(string value, out int quorum, out int election)
    {
        election = 0;
        var parts = value.Split(';')[0].Split(':');
        return TryPort(parts.ElementAtOrDefault(1), out quorum) && TryPort(parts.ElementAtOrDefault(2), out election);
    }

    /// <summary>A port number of 1 to 65535.</summary>
    public static bool TryPort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    // In a properties file a backslash begins an escape.
    private static string Slashes(string path) => path.Replace('\\', '/');
}
