using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>conf, dirs and envi. Source: Apache ZooKeeper, <c>ZooKeeperServer.dumpConf</c>, <c>DirsCommand</c> and <c>EnviCommand</c>.</summary>
internal static class ConfigurationReport
{
    public static string Configuration(ServerState state)
    {
        var options = state.Options;
        var disk = options.DataDirectory is { } directory ? Disk(Path.GetFullPath(directory), options) : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            clientPort={state.BoundPort}
            secureClientPort=-1
            tickTime={(long)options.TickTime.TotalMilliseconds}
            maxClientCnxns={options.MaxConnectionsPerAddress}
            minSessionTimeout={(long)options.EffectiveMinSessionTimeout.TotalMilliseconds}
            maxSessionTimeout={(long)options.EffectiveMaxSessionTimeout.TotalMilliseconds}
            serverId=0

            """).ReplaceLineEndings("\n") + disk;
    }

    private static string Disk(string directory, ZkServerOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        dataDir={FilesOf(directory)}
        dataLogDir={FilesOf(directory)}
        snapCount={options.SnapshotCount}
        autopurge.snapRetainCount={options.SnapshotsKept}

        """).ReplaceLineEndings("\n");

    /// <summary>Logs and snapshots share a directory, so that both sizes are its own; a server in memory has none.</summary>
    public static string Sizes(string? directory)
    {
        var size = directory is null ? 0 : new DirectoryInfo(FilesOf(Path.GetFullPath(directory))).EnumerateFiles().Sum(SizeOf);
        return string.Create(CultureInfo.InvariantCulture, $"datadir_size: {size}\nlogdir_size: {size}\n");
    }

    // Old snapshots are removed at any time; Exists looks once, and Length tells what it saw.
    private static long SizeOf(FileInfo file) => file.Exists ? file.Length : 0;

    private static string FilesOf(string directory) => Path.Combine(directory, "version-2");

    public static string Environment() => string.Create(CultureInfo.InvariantCulture, $"""
        Environment:
        zookeeper.version={StatusReport.Version}
        host.name={Dns.GetHostName()}
        dotnet.version={RuntimeInformation.FrameworkDescription}
        os.name={RuntimeInformation.OSDescription}
        os.arch={RuntimeInformation.OSArchitecture}

        """).ReplaceLineEndings("\n");
}
