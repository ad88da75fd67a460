using System.ComponentModel;
using System.Diagnostics;

namespace ZkReactive.Cli.Demo;

/// <summary>The demo's own calls of git: it looks at the agents' directories with these, not with the agents' code.</summary>
internal static class DemoGit
{
    // A git hook or an enclosing git command sets these; they would point every call at the wrong repository.
    private static readonly string[] Inherited = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE"];

    /// <summary>Runs git in a directory.</summary>
    /// <exception cref="CliException">Git is not installed.</exception>
    public static async Task<GitAnswer> TryRunAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var name in Inherited) start.Environment.Remove(name);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["LC_ALL"] = "C";
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new GitAnswer(process.ExitCode, (await output.ConfigureAwait(false)).TrimEnd(), (await error.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs git and wants success.</summary>
    /// <exception cref="CliException">Git failed or is not installed.</exception>
    public static async Task<string> RunAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        var answer = await TryRunAsync(directory, cancellationToken, arguments).ConfigureAwait(false);
        return answer.ExitCode == 0
            ? answer.Output
            : throw new CliException("ZkDemoGitFailed", ExitCodes.Failed, $"'git {string.Join(' ', arguments)}' in {directory} failed: {answer.Error}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CliException("ZkDeployGitMissing", ExitCodes.Failed, $"Starting git failed: {exception.Message}. Install git and put it on the path.");
        }
    }
}
