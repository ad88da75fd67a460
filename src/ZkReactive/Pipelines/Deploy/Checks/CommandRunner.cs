using System.ComponentModel;
using System.Diagnostics;
using ZkReactive.Pipelines.Deploy.Git;
using ZkReactive.Pipelines.Processes;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>
/// Runs a program that a manifest names: looked for in the tree or on the path, never in the agent's current directory, and
/// without the agent's own settings.
/// </summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private const int ShownLimit = 1_000;

    /// <summary>The agent's own settings are not the program's business: there may be secrets among them.</summary>
    private const string OwnVariables = "ZKREACTIVE_";

    /// <exception cref="OperationCanceledException">The token fired; the program and its children are gone.</exception>
    internal async Task<CommandOutcome> RunAsync(CheckedCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(command) is not { } program) return new(null, $"'{command.Program}' was not found on this agent.");
        var child = new ChildProcess { Start = Describe(command, program), Limit = timeout };
        ChildProcessResult result;
        try
        {
            result = await child.RunAsync(time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new(null, $"'{program}' cannot be started: {e.Message}");
        }

        if (result.IsTimedOut) return new(null, $"'{command.Program}' took longer than {timeout} and was killed{Said(result)}");
        return result.ExitCode == 0 ? new(0, null) : new(result.ExitCode, $"'{command.Program}' ended with exit code {result.ExitCode}{Said(result)}");
    }

    /// <summary>Where the program is; null for nowhere. Not looked for in the agent's current directory.</summary>
    private static string? Find(CheckedCommand command)
    {
        if (Path.IsPathRooted(command.Program)) return command.Program;
        if (command.Program.AsSpan().ContainsAny('/', '\\')) return Path.GetFullPath(command.Program, command.Directory);
        var endings = OperatingSystem.IsWindows() ? (Environment.GetEnvironmentVariable("PATHEXT") ?? ".EXE;.CMD;.BAT").Split(';').Prepend("") : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => endings.Select(ending => Path.Combine(directory, command.Program + ending)))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static ProcessStartInfo Describe(CheckedCommand command, string program)
    {
        var start = new ProcessStartInfo(program, command.Arguments) { WorkingDirectory = command.Directory };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in command.Variables) start.Environment[name] = value;
        return start;
    }

    /// <summary>The last of what it wrote, errors before other output, fit for a result that people read.</summary>
    private static string Said(ChildProcessResult result)
    {
        var text = GitRunner.Scrub(string.IsNullOrWhiteSpace(result.Error) ? result.Output : result.Error).Trim();
        if (text.Length == 0) return "; it wrote nothing.";
        if (text.Length > ShownLimit) text = "…" + text[^ShownLimit..];
        return ": " + string.Concat(text.Select(c => c is '\n' ? ' ' : char.IsControl(c) ? '?' : c));
    }
}
