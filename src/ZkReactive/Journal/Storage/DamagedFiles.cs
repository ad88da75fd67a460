using System.Globalization;

namespace ZkReactive.Journal.Storage;

/// <summary>
/// Where damaged files go: <c>journal.db.damaged-20300101T000000Z</c> beside the journal, with the write-ahead log beside
/// it as SQLite names it, so that repair tools find both. Readers of other processes notice a replaced journal by
/// the names of these files.
/// </summary>
internal static class DamagedFiles
{
    private static readonly string[] Companions = ["-wal", "-shm"];

    /// <summary>Whether the file is damaged in a way that SQLite would silently treat as a new file.</summary>
    public static bool IsEmptied(string file) => File.Exists(file) && new FileInfo(file).Length == 0;

    /// <summary>Moves the file out of the way, unchanged.</summary>
    /// <returns>The new name, without the folder.</returns>
    public static string SetAside(string file, DateTimeOffset now)
    {
        var target = FreeName(file, now);
        foreach (var companion in Companions)
        {
            if (File.Exists(file + companion)) File.Move(file + companion, target + companion);
        }

        if (File.Exists(file)) File.Move(file, target);
        return Path.GetFileName(target);
    }

    /// <summary>The name of the file set aside last; null when there is none.</summary>
    public static string? Latest(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateFiles(folder, Path.GetFileName(file) + ".damaged-*")
            .Select(Path.GetFileName)
            .Where(name => !Companions.Any(companion => name!.EndsWith(companion, StringComparison.Ordinal)))
            .Max(StringComparer.Ordinal);
    }

    private static string FreeName(string file, DateTimeOffset now)
    {
        var name = file + ".damaged-" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var free = name;
        for (var number = 2; File.Exists(free) || File.Exists(free + Companions[0]); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}.{number:D3}");
        }

        return free;
    }
}
