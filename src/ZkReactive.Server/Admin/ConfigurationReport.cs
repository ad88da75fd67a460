using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>conf and envi. Source: Apache ZooKeeper, <c>ZooKeeperServer.dumpConf</c> and <c>EnviCommand</c>.</summary>
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
        dataDir={Path.Combine(directory, "version-2")}
        dataLogDir={Path.Combine(directory, "version-2")}
        snapCount={options.SnapshotCount}
        autopurge.snapRetainCount={options.SnapshotsKept}

        """).ReplaceLineEndings("\n");

    public static string Environment() => string.Create(CultureInfo.InvariantCulture, $"""
        Environment:
        zookeeper.version={StatusReport.Version}
        host.name={Dns.GetHostName()}
        dotnet.version={RuntimeInformation.FrameworkDescription}
        os.name={RuntimeInformation.OSDescription}
        os.arch={RuntimeInformation.OSArchitecture}

        """).ReplaceLineEndings("\n");
}
