using System.Globalization;
using System.Text;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Admin;

/// <summary>dump: sessions by the time they expire, and their ephemerals. Source: Apache ZooKeeper, <c>DumpCommand</c>. Needs the server's lock.</summary>
internal static class SessionReport
{
    public static string Text(ServerState state)
    {
        var culture = CultureInfo.InvariantCulture;
        var buckets = state.Sessions.All.GroupBy(s => s.ExpiresAt).OrderBy(b => b.Key).ToArray();
        var text = new StringBuilder("SessionTracker dump:\n");
        text.Append(culture, $"Session Sets ({buckets.Length})/({state.Sessions.Count}):\n");
        foreach (var bucket in buckets)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(state.WallMilliseconds + bucket.Key - state.MonotonicMilliseconds);
            text.Append(culture, $"{bucket.Count()} expire at {at:ddd MMM dd HH:mm:ss 'UTC' yyyy}:\n");
            foreach (var session in bucket) text.Append(culture, $"\t0x{session.Id:x}\n");
        }

        text.Append(culture, $"ephemeral nodes dump:\nSessions with Ephemerals ({state.Tree.Ephemerals.Count}):\n");
        foreach (var (session, nodes) in state.Tree.Ephemerals)
        {
            text.Append(culture, $"0x{session:x}:\n");
            foreach (var node in nodes) text.Append(culture, $"\t{node.Path}\n");
        }

        text.Append(culture, $"Connections dump:\nConnections Sets (1)/({state.Clients.Count}):\n");
        foreach (var client in state.Clients) text.Append(culture, $"\tip: /{client.Remote} sessionId: 0x{client.Session?.Id ?? 0:x}\n");
        return text.ToString();
    }
}
