using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ZkReactive.Server.Persistence;

/// <summary>A log or a snapshot, by its name: the zxid in hexadecimal after the dot. Source: Apache ZooKeeper, <c>Util</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Zxid">A log's first transaction; the transaction that a snapshot was begun after.</param>
internal sealed record DataFile(string Path, long Zxid)
{
    public const string LogPrefix = "log.";
    public const string SnapshotPrefix = "snapshot.";

    public string Name => System.IO.Path.GetFileName(Path);

    public static string LogName(long zxid) => LogPrefix + zxid.ToString("x", CultureInfo.InvariantCulture);

    public static string SnapshotName(long zxid) => SnapshotPrefix + zxid.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Takes a name apart; what stands behind a second dot says how a snapshot is packed.</summary>
    public static bool TryParse(string path, string prefix, [NotNullWhen(true)] out DataFile? file)
    {
        file = null;
        var name = System.IO.Path.GetFileName(path);
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var number = name[prefix.Length..].Split('.')[0];
        if (!long.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var zxid)) return false;
        file = new DataFile(path, zxid);
        return true;
    }
}
