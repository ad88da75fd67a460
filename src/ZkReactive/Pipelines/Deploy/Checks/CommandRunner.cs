using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ZkReactive.Pipelines.Deploy.Git;

namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>
/// Runs a program that a manifest names: arguments as a list, never a shell, no input, output cut to its end; killed with
/// its children when it takes too long or is no longer wanted. A program that ends well may leave others running.
/// </summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private const int OutputLimit = 4 * 1024;
    private const int ShownLimit = 1_000;

    /// <summary>The agent's own settings are not the program's business: there may be secrets among them.</summary>
    private const string OwnVariables = "ZKREACTIVE_";

    /// <summary>How long output may trail behind the end: what the program left running may hold the pipe open.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    /// <exception cref="OperationCanceledException">The token fired; the program and its children are gone.</exception>
    internal async Task<CommandOutcome> RunAsync(CheckedCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(command) is not { } program) return new(null, $"'{command.Program}' was not found on this agent.");
        using var process = new Process { StartInfo = Describe(command, program) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new(null, $"'{program}' cannot be started: {e.Message}");
        }

        process.StandardInput.Close();
        using var drain = new CancellationTokenSource();
        var output = BoundedText.ReadTailAsync(process.StandardOutput, OutputLimit, drain.Token);
        var error = BoundedText.ReadTailAsync(process.StandardError, OutputLimit, drain.Token);
        var isTimedOut = await WaitAsync(process, timeout, cancellationToken).ConfigureAwait(false);
        using (time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), drain, DrainTime, Timeout.InfiniteTimeSpan))
        {
            var said = Said(await TextAsync(error).ConfigureAwait(false), await TextAsync(output).ConfigureAwait(false));
            cancellationToken.ThrowIfCancellationRequested();
            if (isTimedOut) return new(null, $"'{command.Program}' took longer than {timeout} and was killed{said}");
            return process.ExitCode == 0 ? new(0, null) : new(process.ExitCode, $"'{command.Program}' ended with exit code {process.ExitCode}{said}");
        }
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
        var start = new ProcessStartInfo(program, command.Arguments)
        {
            WorkingDirectory = command.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            CreateNoWindow = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in command.Variables) start.Environment[name] = value;
        return start;
    }

    /// <summary>Waits for the end; true when time ran out first. Whatever happens, the process is gone afterwards.</summary>
    private async Task<bool> WaitAsync(Process process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return !cancellationToken.IsCancellationRequested;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or one of its children, ended by itself in between.
        }
    }

    /// <summary>The last of what it wrote, errors before other output, fit for a result that people read.</summary>
    private static string Said(string error, string output)
    {
        var text = GitRunner.Scrub(string.IsNullOrWhiteSpace(error) ? output : error).Trim();
        if (text.Length == 0) return "; it wrote nothing.";
        if (text.Length > ShownLimit) text = "…" + text[^ShownLimit..];
        return ": " + string.Concat(text.Select(c => c is '\n' ? ' ' : char.IsControl(c) ? '?' : c));
    }

    private static async Task<string> TextAsync(Task<string> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return "";
        }
    }
}
