using System.Globalization;
using System.Net;
using System.Text;

namespace ZkReactive.Client;

/// <summary>The members of an ensemble, as <see cref="IZkClient.GetConfigAsync"/> reads them.</summary>
/// <param name="Members">The servers, in the order of their ids; empty for a server that runs alone.</param>
/// <param name="Version">Rises with every change; 0 when the list has none.</param>
public sealed record ZkEnsembleMembers(IReadOnlyList<ZkEnsembleMember> Members, long Version)
{
    private const string ServerKey = "server.";

    /// <summary>
    /// Reads the data of <c>/zookeeper/config</c>: a line <c>server.ID=host:port:port:role;client</c> for each server, and one
    /// with the version. Lines of another form are passed over.
    /// </summary>
    public static ZkEnsembleMembers Parse(ReadOnlySpan<byte> data)
    {
        var members = new List<ZkEnsembleMember>();
        long version = 0;
        foreach (var line in Encoding.UTF8.GetString(data).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=', 2) is not [var key, var value]) continue;
            if (key == "version") _ = long.TryParse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out version);
            else if (key.StartsWith(ServerKey, StringComparison.Ordinal) && long.TryParse(key.AsSpan(ServerKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                members.Add(ParseMember(id, value));
        }

        return new ZkEnsembleMembers([.. members.OrderBy(member => member.Id)], version);
    }

    /// <summary>Where clients reach the servers, as a connect string; null when that is not known of every one.</summary>
    public string? ToConnectString() =>
        Members.Count == 0 || Members.Any(member => member.Client is null) ? null : string.Join(',', Members.Select(member => member.Client));

    // host:port:port[:role][|host:port:port…][;[clientHost:]clientPort[;[secureHost:]securePort]]
    private static ZkEnsembleMember ParseMember(long id, string value)
    {
        var parts = value.Split(';');
        var isObserver = parts[0].EndsWith(":observer", StringComparison.Ordinal);
        return new ZkEnsembleMember(id, value, isObserver, parts.Length > 1 ? ParseClient(parts[1], HostOf(parts[0])) : null);
    }

    private static ZkHost? ParseClient(string client, string quorumHost)
    {
        var colon = client.LastIndexOf(':');
        if (!int.TryParse(client.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        var host = colon <= 0 ? "" : client[..colon].Trim('[', ']');

        // A server that listens everywhere is reached where the other servers reach it.
        var isAnywhere = host.Length == 0 || (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
        return new ZkHost(isAnywhere ? quorumHost : host, port);
    }

    private static string HostOf(string quorum) =>
        quorum.StartsWith('[') && quorum.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? quorum[1..end] : quorum.Split(':', 2)[0];
}
