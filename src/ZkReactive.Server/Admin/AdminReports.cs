using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>The texts behind the four-letter words.</summary>
internal static class AdminReports
{
    public static Dictionary<string, Func<string>> All(ServerState state, Func<ZkServerStatistics> statistics) => new(StringComparer.Ordinal)
    {
        ["ruok"] = () => "imok",
        ["isro"] = () => "rw",
        ["srvr"] = () => StatusReport.Server(statistics()),
        ["stat"] = () => StatusReport.Clients(state, statistics()),
        ["mntr"] = () => MonitorReport.Text(statistics()),
    };
}
