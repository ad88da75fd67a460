using System.Buffers;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>
/// A path as the drive's provider knows it: the name of a session and, after it, a znode path, as <c>Zk1/app/config</c>. With
/// the session in it, an item that is piped on (by <c>PSPath</c>) is found again whatever the other sessions are. A path
/// that starts with a slash is one of the last session. Pure.
/// </summary>
/// <param name="Session">The session's name in the form of <see cref="Label"/>; empty for the last session.</param>
/// <param name="Segments">The names from the root down; not checked, so that they may hold wildcards.</param>
internal sealed record DrivePath(string Session, IReadOnlyList<string> Segments)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("/\\:~%*?[]`");

    /// <summary>The znode.</summary>
    /// <exception cref="ArgumentException">It is no legal path.</exception>
    public ZkPath Node => ZkPath.Parse(NodeText);

    /// <summary>The znode path as text, legal or not.</summary>
    public string NodeText => "/" + string.Join('/', Segments);

    /// <summary>Reads a provider path: either slash, any number of them, <c>.</c> and <c>..</c> taken out.</summary>
    public static DrivePath Parse(string path)
    {
        var normal = path.Replace('\\', '/');
        var parts = normal.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var named = parts.Length > 0 && normal[0] != '/';
        List<string> segments = [];
        foreach (var part in parts.Skip(named ? 1 : 0))
        {
            if (part == ".." && segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            else if (part is not ("." or "..")) segments.Add(part);
        }

        return new DrivePath(named ? parts[0] : "", segments);
    }

    /// <summary>How a session's name stands in a path: what would end a segment, or make it a pattern, is replaced.</summary>
    public static string Label(string sessionName)
    {
        return string.Concat(sessionName.Select(character => Special.Contains(character) ? '_' : character));
    }

    /// <summary>The path of another node of the same session.</summary>
    public DrivePath Of(ZkPath node) => new(Session, node.IsRoot ? [] : node.Value[1..].Split('/'));

    /// <summary>The path as the engine passes it on.</summary>
    public override string ToString() => Session + (Segments.Count == 0 && Session.Length > 0 ? "" : NodeText);
}
