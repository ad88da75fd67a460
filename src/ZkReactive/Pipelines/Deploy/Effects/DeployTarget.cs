namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>Where a manifest's relative path is on this machine, and what belongs to it.</summary>
internal sealed class DeployTarget
{
    private const string ReleasesSuffix = ".releases";

    private DeployTarget(string parent, string name)
    {
        Parent = parent;
        Name = name;
    }

    /// <summary>The real directory that the target is in.</summary>
    internal string Parent { get; }

    /// <summary>The target's name in it.</summary>
    internal string Name { get; }

    /// <summary>The target: a link to a release, or one working tree.</summary>
    internal string Location => Path.Combine(Parent, Name);

    /// <summary>The name of the directory of releases, beside the target.</summary>
    internal string ReleasesName => Name + ReleasesSuffix;

    /// <summary>The directory of releases.</summary>
    internal string Releases => Path.Combine(Parent, ReleasesName);

    /// <summary>Finds the target below a root. Directories on the way need not exist yet; links on the way must stay in the root.</summary>
    /// <exception cref="DeployWorkException">A link leads out of the root, or something else is in the way.</exception>
    internal static DeployTarget Resolve(string root, string relativePath)
    {
        var realRoot = RealPath.Of(root) ?? throw Leaves(relativePath, root, "links of the root itself go in a circle");
        var segments = DeployRules.Segments(relativePath);
        var parent = realRoot;
        foreach (var segment in segments.SkipLast(1))
        {
            var next = Path.Combine(parent, segment);
            parent = RealPath.Of(next) ?? throw Leaves(relativePath, root, $"links at '{segment}' go in a circle");
            if (!RealPath.IsAtOrUnder(parent, realRoot)) throw Leaves(relativePath, root, $"'{segment}' is a link to '{parent}'");
            if (File.Exists(parent)) throw Occupied($"'{parent}' is a file, so '{relativePath}' cannot be below it.");
            if (Path.Exists(Path.Combine(parent, ".git"))) throw Occupied($"'{relativePath}' lies inside another working tree, '{parent}'.");
        }

        if (Path.GetRelativePath(realRoot, parent).Split(Path.DirectorySeparatorChar).Any(part => part.EndsWith(ReleasesSuffix, StringComparison.OrdinalIgnoreCase)))
        {
            throw Occupied($"'{relativePath}' lies inside the releases of another target, '{parent}'.");
        }

        var target = new DeployTarget(parent, segments[^1]);
        var real = RealPath.Of(target.Location) ?? throw Leaves(relativePath, root, "links at the target go in a circle");
        if (!RealPath.IsAtOrUnder(real, realRoot)) throw Leaves(relativePath, root, $"the target is a link to '{real}'");
        var releases = RealPath.Of(target.Releases);
        if (releases != target.Releases) throw Leaves(relativePath, root, $"'{target.ReleasesName}' beside it is a link");
        return target;
    }

    internal static DeployWorkException Occupied(string message) =>
        new(DeployErrorIds.TargetOccupied, message + " The agent did not make it and leaves it alone: move it away, or choose another relativePath.");

    private static DeployWorkException Leaves(string relativePath, string root, string why) =>
        new(DeployErrorIds.PathLeavesRoot, $"relativePath '{relativePath}' leads out of the root '{root}': {why}.");
}
