using System.Globalization;
using System.Text;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Admin;

/// <summary>wchs, wchc and wchp, about the data watches as in Apache ZooKeeper, <c>WatchManager.dumpWatches</c>. Needs the server's lock.</summary>
internal static class WatchReport
{
    public static string Summary(WatchTable<ClientState> watches) =>
        $"{watches.WatcherCount} connections watching {watches.PathCount} paths\nTotal watches:{watches.Count}\n";

    public static string BySession(WatchTable<ClientState> watches)
    {
        var text = new StringBuilder();
        foreach (var (client, paths) in watches.ByWatcher)
        {
            text.Append(NameOf(client)).Append('\n');
            foreach (var path in paths) text.Append('\t').Append(path).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    public static string ByPath(WatchTable<ClientState> watches)
    {
        var text = new StringBuilder();
        foreach (var (path, clients) in watches.ByPath)
        {
            text.Append(path).Append('\n');
            foreach (var client in clients.Keys) text.Append('\t').Append(NameOf(client)).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static string NameOf(ClientState client) => string.Create(CultureInfo.InvariantCulture, $"0x{client.Session?.Id ?? 0:x}");
}
