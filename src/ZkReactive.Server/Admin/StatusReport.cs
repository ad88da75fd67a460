using System.Globalization;
using System.Text;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>srvr and stat. Source: Apache ZooKeeper, <c>ServerStats.toString</c> and <c>StatCommand</c>.</summary>
internal static class StatusReport
{
    /// <summary>What tools look for at the start: the protocol level, then whose server it is.</summary>
    public const string Version = "3.9.0-zkreactive";

    public static string Server(ZkServerStatistics figures) => $"Zookeeper version: {Version}\n{Figures(figures)}";

    public static string Clients(ServerState state, ZkServerStatistics figures)
    {
        var text = new StringBuilder($"Zookeeper version: {Version}\nClients:\n");
        lock (state.Gate)
        {
            foreach (var client in state.Clients)
            {
                ConnectionReport.Append(text, client, full: false).Append('\n');
            }
        }

        return text.Append('\n').Append(Figures(figures)).ToString();
    }

    private static string Figures(ZkServerStatistics figures) => string.Create(CultureInfo.InvariantCulture, $"""
        Latency min/avg/max: {(long)figures.MinLatency.TotalMilliseconds}/{figures.AverageLatency.TotalMilliseconds:0.0###}/{(long)figures.MaxLatency.TotalMilliseconds}
        Received: {figures.PacketsReceived}
        Sent: {figures.PacketsSent}
        Connections: {figures.Connections}
        Outstanding: {figures.Outstanding}
        Zxid: {figures.Zxid}
        Mode: standalone
        Node count: {figures.Nodes}

        """).ReplaceLineEndings("\n");
}
