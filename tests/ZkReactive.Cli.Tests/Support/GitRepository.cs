using System.Diagnostics;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>A small repository in a temporary directory.</summary>
internal sealed class GitRepository : IDisposable
{
    public GitRepository(int commits = 2)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("zkr-tests-").FullName;
        Path = System.IO.Directory.CreateDirectory(System.IO.Path.Combine(Directory, "repository")).FullName;
        Git(Path, "init", "--quiet");
        for (var number = 1; number <= commits; number++) Commit($"{number}\n");
    }

    /// <summary>A directory around the repository, for roots of agents.</summary>
    public string Directory { get; }

    /// <summary>The repository.</summary>
    public string Path { get; }

    /// <summary>What a manifest says.</summary>
    public string Url => new Uri(Path).AbsoluteUri;

    public string Head => Git(Path, "rev-parse", "HEAD");

    public string Older => Git(Path, "rev-parse", "HEAD~1");

    public string Commit(string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "version.txt"), content);
        Git(Path, "add", "--all");
        Git(Path, "-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgSign=false", "commit", "--quiet", "--allow-empty", "--message", "change");
        return Head;
    }

    public static string Git(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error}");
    }

    public void Dispose()
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            File.SetAttributes(file, FileAttributes.Normal);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
