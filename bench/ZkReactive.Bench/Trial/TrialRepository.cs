using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.Bench.Trial;

/// <summary>The repository that is deployed from, and what git itself says of the agents' trees: the judge of a trial.</summary>
internal sealed class TrialRepository
{
    private readonly string _location;

    public TrialRepository(string location)
    {
        _location = location;
        Directory.CreateDirectory(location);
        Git(location, "init", "-q", "-b", "main");
    }

    public string Location => _location;

    /// <summary>Makes a commit that every agent can have.</summary>
    public string Commit(int number)
    {
        File.WriteAllText(Path.Combine(_location, "file"), number.ToString(CultureInfo.InvariantCulture));
        Git(_location, "add", "file");
        Git(_location, "-c", "user.name=trial", "-c", "user.email=trial@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "round");
        return Git(_location, "rev-parse", "HEAD");
    }

    /// <summary>The commit of a tree, with a mark when it is not clean; null when there is no tree.</summary>
    public static string? Stands(string tree)
    {
        if (!Path.Exists(tree)) return null;
        try
        {
            return Git(tree, "rev-parse", "HEAD") + (Git(tree, "--no-optional-locks", "status", "--porcelain").Length == 0 ? "" : " not clean");
        }
        catch (InvalidOperationException) when (!Path.Exists(tree))
        {
            return null;
        }
    }

    private static string Git(string directory, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", directory, "-c", "safe.directory=*", .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {arguments[0]} failed in {directory}");
    }
}
