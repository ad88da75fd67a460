namespace ZkReactive.Cli.Demo;

/// <summary>The repository that the demo deploys, with the two commits it goes between.</summary>
/// <param name="Url">What the manifests say.</param>
/// <param name="Older">A commit to begin with.</param>
/// <param name="Newest">The commit to end on.</param>
/// <param name="Description">What it is, for the person watching.</param>
internal sealed record DemoRepository(string Url, string Older, string Newest, string Description)
{
    private const int HowFarBack = 10;
    private static readonly string[] RemotePrefixes = ["https://", "http://", "git://", "ssh://"];

    /// <summary>
    /// Takes the repository asked for; else the one around the current directory or the program; else, when there is none
    /// with two commits, makes a small one in <paramref name="scratch"/>.
    /// </summary>
    /// <exception cref="CliException">The repository asked for cannot be used.</exception>
    public static Task<DemoRepository> FindAsync(string? wanted, string currentDirectory, string scratch, CancellationToken cancellationToken) =>
        FindAsync(wanted, currentDirectory, [currentDirectory, AppContext.BaseDirectory], scratch, cancellationToken);

    /// <summary>The same with the directories to look around given.</summary>
    internal static async Task<DemoRepository> FindAsync(
        string? wanted, string currentDirectory, IReadOnlyList<string> around, string scratch, CancellationToken cancellationToken)
    {
        if (wanted is not null && IsRemote(wanted)) return await FromRemoteAsync(wanted, scratch, cancellationToken).ConfigureAwait(false);
        if (wanted is not null)
        {
            var directory = Path.GetFullPath(wanted, currentDirectory);
            if (!Directory.Exists(directory)) throw new CliException("ZkDemoNoRepository", ExitCodes.Failed, $"There is no directory {directory} to deploy from; give a git repository's path or URL with --repository.");
            return await FromDirectoryAsync(directory, cancellationToken).ConfigureAwait(false)
                ?? throw new CliException("ZkDemoNoRepository", ExitCodes.Failed, $"{directory} is not a git repository with at least two commits; give another with --repository.");
        }

        foreach (var directory in around)
        {
            if (await FromDirectoryAsync(directory, cancellationToken).ConfigureAwait(false) is { } found) return found;
        }

        return await MakeAsync(scratch, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsRemote(string text) =>
        RemotePrefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal))
        || (text.Contains(':', StringComparison.Ordinal) && !Directory.Exists(text) && !Path.IsPathRooted(text));

    // Null when it is no repository, belongs to somebody git does not trust, or has a single commit (a clone of depth 1).
    private static async Task<DemoRepository?> FromDirectoryAsync(string directory, CancellationToken cancellationToken)
    {
        // In a worktree, .git is a file: the common directory is what can be cloned.
        var common = await DemoGit.TryRunAsync(directory, cancellationToken, "rev-parse", "--git-common-dir").ConfigureAwait(false);
        if (common.ExitCode != 0) return null;
        var commits = await DemoGit.TryRunAsync(directory, cancellationToken, "rev-list", $"--max-count={HowFarBack + 1}", "--first-parent", "HEAD").ConfigureAwait(false);
        if (commits.ExitCode != 0) return null;

        var top = await DemoGit.TryRunAsync(directory, cancellationToken, "rev-parse", "--show-toplevel").ConfigureAwait(false);
        var location = Path.GetFullPath(common.Output, directory);
        return Choose(FileUrl(location), commits.Output, $"the repository at {(top is { ExitCode: 0, Output.Length: > 0 } ? top.Output : location)}");
    }

    // System.Uri would take a %41 in a directory's name for an escaped letter.
    private static string FileUrl(string path)
    {
        var segments = path.Replace('\\', '/').TrimStart('/').Split('/').Select((segment, index) => index == 0 && segment.EndsWith(':') ? segment : Uri.EscapeDataString(segment));
        return "file:///" + string.Join('/', segments);
    }

    private static async Task<DemoRepository> FromRemoteAsync(string url, string scratch, CancellationToken cancellationToken)
    {
        if (url.StartsWith('-')) throw new CliException("ZkUsage", ExitCodes.Usage, $"'{url}' is not a repository URL.");
        var look = Path.Combine(scratch, "look");
        await DemoGit.RunAsync(scratch, cancellationToken, "clone", "--quiet", "--bare", $"--depth={HowFarBack + 1}", "--", url, look).ConfigureAwait(false);
        var commits = await DemoGit.RunAsync(look, cancellationToken, "rev-list", $"--max-count={HowFarBack + 1}", "--first-parent", "HEAD").ConfigureAwait(false);
        return Choose(url, commits, $"the repository at {Pipelines.Deploy.DeployRules.RedactUrl(url)}")
            ?? throw new CliException("ZkDemoNoRepository", ExitCodes.Failed, $"The repository at {Pipelines.Deploy.DeployRules.RedactUrl(url)} has fewer than two commits; give another with --repository.");
    }

    private static DemoRepository? Choose(string url, string revList, string description)
    {
        var commits = revList.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return commits.Length < 2 ? null : new DemoRepository(url, commits[^1], commits[0], description);
    }

    private static async Task<DemoRepository> MakeAsync(string scratch, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(scratch, "shop")).FullName;
        await DemoGit.RunAsync(directory, cancellationToken, "init", "--quiet").ConfigureAwait(false);
        for (var version = 1; version <= 2; version++)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "version.txt"), $"{version}\n", cancellationToken).ConfigureAwait(false);
            await DemoGit.RunAsync(directory, cancellationToken, "add", "--all").ConfigureAwait(false);
            await DemoGit.RunAsync(
                directory, cancellationToken,
                "-c", "user.name=zkr demo", "-c", "user.email=demo@example.invalid", "-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null",
                "commit", "--quiet", "--message", $"Version {version}").ConfigureAwait(false);
        }

        return await FromDirectoryAsync(directory, cancellationToken).ConfigureAwait(false) is { } made
            ? made with { Description = "a throw-away repository with two commits, as there is none here with at least two" }
            : throw new CliException("ZkDemoGitFailed", ExitCodes.Failed, $"Making a throw-away repository in {directory} failed: git does not see its two commits.");
    }
}
