namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>Where a path really leads, every link on the way followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>
    /// The path with all links resolved, the last segment included; segments that do not exist are kept as they are. Null
    /// when links go in a circle.
    /// </summary>
    internal static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        var waiting = new Stack<string>(Split(full[root.Length..]).Reverse());
        var current = root;
        var links = 0;
        while (waiting.TryPop(out var segment))
        {
            if (segment == "..")
            {
                current = Path.GetDirectoryName(current) ?? root;
                continue;
            }

            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks) return null;
            if (Path.IsPathRooted(link))
            {
                current = Path.GetPathRoot(Path.GetFullPath(link))!;
                link = Path.GetFullPath(link)[current.Length..];
            }

            foreach (var part in Split(link).Reverse()) waiting.Push(part);
        }

        return current;
    }

    /// <summary>Whether a real path is a directory or lies below it.</summary>
    internal static bool IsAtOrUnder(string path, string directory)
    {
        var relative = Path.GetRelativePath(directory, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private static string[] Split(string path) =>
        [.. path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
}
