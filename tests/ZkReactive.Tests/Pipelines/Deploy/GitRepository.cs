using System.Diagnostics;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>A repository in a temporary directory, to deploy from.</summary>
internal sealed class GitRepository
{
    public GitRepository(string directory)
    {
        Location = directory;
        Directory.CreateDirectory(directory);
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "Test");
        Git("config", "user.email", "test@example.org");
        Git("config", "commit.gpgsign", "false");
    }

    public string Location { get; }

    public string Head => Git("rev-parse", "HEAD").Trim();

    /// <summary>Writes a file and commits it; returns the commit id.</summary>
    public string Commit(string file, string content)
    {
        var path = Path.Combine(Location, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        Git("add", "-A");
        Git("commit", "-q", "-m", content);
        return Head;
    }

    public DeployManifest Manifest(string commitId, string relativePath = "app", DeployMode mode = DeployMode.Release) =>
        new() { Url = Location, CommitId = commitId, RelativePath = relativePath, Mode = mode };

    public string Git(params string[] arguments) => Run(Location, arguments);

    /// <summary>Runs git outside the code under test, free of the variables of a hook the tests may run in.</summary>
    public static string Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, "-c", "protocol.file.allow=always", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed: {output}");
        return output;
    }
}
