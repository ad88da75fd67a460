using System.Diagnostics.CodeAnalysis;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>The texts behind the four-letter words.</summary>
internal static class AdminReports
{
    private static readonly Dictionary<string, Func<ServerState, Func<ZkServerStatistics>, string>> ByWord = new(StringComparer.Ordinal)
    {
        ["ruok"] = (_, _) => "imok",
        ["isro"] = (_, _) => "rw",
        ["srvr"] = (_, statistics) => StatusReport.Server(statistics()),
        ["stat"] = (state, statistics) => StatusReport.Clients(state, statistics()),
        ["mntr"] = (_, statistics) => MonitorReport.Text(statistics()),
        ["cons"] = (state, _) => Locked(state, () => ConnectionReport.All(state)),
        ["dump"] = (state, _) => Locked(state, () => SessionReport.Text(state)),
        ["wchs"] = (state, _) => Locked(state, () => WatchReport.Summary(state.Watches.Data)),
        ["wchc"] = (state, _) => Locked(state, () => WatchReport.BySession(state.Watches.Data)),
        ["wchp"] = (state, _) => Locked(state, () => WatchReport.ByPath(state.Watches.Data)),
        ["conf"] = (state, _) => ConfigurationReport.Configuration(state),
        ["dirs"] = (state, _) => ConfigurationReport.Sizes(state.Options.DataDirectory),
        ["envi"] = (_, _) => ConfigurationReport.Environment(),
        ["srst"] = (state, _) => Locked(state, () =>
        {
            state.Counters.Reset();
            return "Server stats reset.\n";
        }),
        ["crst"] = (state, _) => Locked(state, () =>
        {
            foreach (var client in state.Clients) client.ResetTraffic();
            return "Connection stats reset.\n";
        }),
    };

    /// <summary>Every word, in order.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. ByWord.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What answers a word, if it is one.</summary>
    public static bool TryGet(string word, [NotNullWhen(true)] out Func<ServerState, Func<ZkServerStatistics>, string>? report) =>
        ByWord.TryGetValue(word, out report);

    private static string Locked(ServerState state, Func<string> report)
    {
        lock (state.Gate) return report();
    }
}
