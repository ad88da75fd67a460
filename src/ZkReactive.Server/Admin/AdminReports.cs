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
        ["cons"] = () => Locked(state, () => ConnectionReport.All(state)),
        ["dump"] = () => Locked(state, () => SessionReport.Text(state)),
        ["wchs"] = () => Locked(state, () => WatchReport.Summary(state.Watches.Data)),
        ["wchc"] = () => Locked(state, () => WatchReport.BySession(state.Watches.Data)),
        ["wchp"] = () => Locked(state, () => WatchReport.ByPath(state.Watches.Data)),
        ["conf"] = () => ConfigurationReport.Configuration(state),
        ["envi"] = ConfigurationReport.Environment,
        ["srst"] = () => Locked(state, () =>
        {
            state.Counters.Reset();
            return "Server stats reset.\n";
        }),
    };

    private static string Locked(ServerState state, Func<string> report)
    {
        lock (state.Gate) return report();
    }
}
