using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Processes;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>
/// Runs the git command: arguments as a list, never a shell; no prompts, no hooks, no background maintenance; killed with
/// all its children when it takes too long or is no longer wanted.
/// </summary>
internal sealed partial class GitRunner(string workingDirectory, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private const int OutputLimit = 64 * 1024;
    private const int ErrorLimit = 8 * 1024;

    /// <summary>How long output may trail behind the end of the process: a stray child may hold the pipe open.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Settings that hold for every command and, since git hands them on, for submodules. <c>safe.directory</c>: the agent's
    /// own trees may have been made under another account. <c>core.hooksPath</c>: an empty place, so no hook ever runs.
    /// </summary>
    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.excludesFile=", "safe.directory=*", "advice.detachedHead=false", "gc.auto=0", "maintenance.auto=false",
        "fetch.unpackLimit=1", "fetch.recurseSubmodules=false", "submodule.recurse=false", "init.defaultBranch=main", "protocol.version=2",
    ];

    /// <summary>Whether the admin has set up ssh by git's configuration; asked once.</summary>
    private bool? _hasOwnSsh;

    /// <summary>Runs git in a directory, allowing it only the given transports.</summary>
    /// <exception cref="DeployWorkException">git is not there, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The token fired; git and its children are gone.</exception>
    internal async Task<GitResult> RunAsync(string directory, string allowedProtocols, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (allowedProtocols.Contains("ssh", StringComparison.Ordinal)) _hasOwnSsh ??= await HasOwnSshAsync(cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        ChildProcessResult ran;
        try
        {
            ran = await Describe(directory, allowedProtocols, arguments).RunAsync(time, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            throw new DeployWorkException(DeployErrorIds.GitMissing, $"The git command cannot be started (code {e.NativeErrorCode}). Install git and see that it is on the agent's PATH.", e);
        }

        var result = new GitResult(ran.ExitCode, ran.Output, Scrub(ran.Error));
        LogCommand(Scrub(string.Join(' ', arguments)), result.ExitCode, time.GetElapsedTime(started).TotalMilliseconds);
        if (ran.IsTimedOut) throw new DeployWorkException(DeployErrorIds.GitTimeout, $"git {arguments[0]} took longer than {timeout} and was killed. Its last words: {result.Said}");
        return result;
    }

    /// <summary>Removes user names and passwords from every URL in a text.</summary>
    internal static string Scrub(string text) => Credentials().Replace(text, "://");

    private async Task<bool> HasOwnSshAsync(CancellationToken cancellationToken) =>
        (await RunAsync(workingDirectory, "", ["config", "--get", "core.sshCommand"], cancellationToken).ConfigureAwait(false)).IsSuccess;

    private ChildProcess Describe(string directory, string allowedProtocols, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, .. Settings.SelectMany(setting => new[] { "-c", setting }), .. arguments]) { WorkingDirectory = workingDirectory };
        GitEnvironment.Apply(start, allowedProtocols, quietSsh: _hasOwnSsh == false);
        return new()
        {
            Start = start,
            Started = process => OrphanedGit.Note(workingDirectory, process),
            Limit = timeout,
            DrainTime = DrainTime,
            OutputLimit = OutputLimit,
            KeepsBeginning = true,
            ErrorLimit = ErrorLimit,
        };
    }

    [GeneratedRegex(@"://[^/\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [LoggerMessage(5101, LogLevel.Debug, "git {Arguments}: exit code {ExitCode} after {Milliseconds:F0} ms")]
    private partial void LogCommand(string arguments, int exitCode, double milliseconds);
}
