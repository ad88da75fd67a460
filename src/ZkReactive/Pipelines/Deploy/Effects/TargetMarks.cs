namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>
/// The marks by which the agent knows its own: a file in a directory of releases, and one in the <c>.git</c> of a working
/// tree that it keeps in place. What has no mark was made by somebody else and is never touched.
/// </summary>
internal static class TargetMarks
{
    private const string Mark = "zkreactive";

    internal static TargetKind KindOf(DeployTarget target)
    {
        var info = new DirectoryInfo(target.Location);
        if (info.LinkTarget is { } link) return IsRelease(target, link) ? TargetKind.Link : TargetKind.Foreign;
        if (File.Exists(target.Location)) return TargetKind.Foreign;
        if (!info.Exists || !info.EnumerateFileSystemInfos().Any()) return TargetKind.Free;
        return File.Exists(Path.Combine(target.Location, ".git", Mark)) ? TargetKind.Tree : TargetKind.Foreign;
    }

    /// <summary>The release directory that the target's link names; null when the target is no link of ours.</summary>
    internal static string? ReleaseOf(DeployTarget target) =>
        new DirectoryInfo(target.Location).LinkTarget is { } link && IsRelease(target, link) ? Path.GetFullPath(link, target.Parent) : null;

    /// <summary>Makes, or recognises, the directory of releases.</summary>
    /// <exception cref="DeployWorkException">Something else has its name.</exception>
    internal static void ClaimReleases(DeployTarget target)
    {
        var mark = Path.Combine(target.Releases, "." + Mark);
        if (File.Exists(mark)) return;
        if (File.Exists(target.Releases) || (Directory.Exists(target.Releases) && Directory.EnumerateFileSystemEntries(target.Releases).Any()))
        {
            throw DeployTarget.Occupied($"'{target.Releases}', where releases go, is there already.");
        }

        Directory.CreateDirectory(target.Releases);
        File.WriteAllText(mark, "Releases of '" + target.Name + "', kept by ZkReactive's deploy agent.\n");
    }

    /// <summary>Makes a free target a working tree of ours; the mark comes first, so that a killed agent finds it again.</summary>
    internal static void ClaimTree(DeployTarget target)
    {
        Directory.CreateDirectory(Path.Combine(target.Location, ".git"));
        File.WriteAllText(Path.Combine(target.Location, ".git", Mark), "A working tree kept by ZkReactive's deploy agent.\n");
    }

    private static bool IsRelease(DeployTarget target, string link)
    {
        var full = Path.GetFullPath(link, target.Parent);
        return Path.GetDirectoryName(full) == target.Releases && File.Exists(Path.Combine(target.Releases, "." + Mark));
    }
}
