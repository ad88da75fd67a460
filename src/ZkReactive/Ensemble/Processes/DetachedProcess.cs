using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.Ensemble.Processes;

/// <summary>Starts a program that outlives this process and its terminal, with its output in a file.</summary>
internal static class DetachedProcess
{
    /// <summary>
    /// A shell that ignores the signals of the terminal for what it starts in the background, says its id, and goes. The
    /// program and its arguments are passed as they are and never become shell text.
    /// </summary>
    private const string Launcher = """log=$1; shift; trap '' INT QUIT HUP; "$@" >>"$log" 2>&1 </dev/null & echo $!""";

    /// <summary>Starts it and gives its id.</summary>
    /// <exception cref="EnsembleException">It could not be started.</exception>
    public static async Task<int> StartAsync(string program, IReadOnlyList<string> arguments, string logFile, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return StartOnWindows(program, arguments);
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", Launcher, "sh", logFile, program, .. arguments]) start.ArgumentList.Add(argument);
        using var shell = Process.Start(start) ?? throw Failed(program, "the shell did not start");
        var said = await shell.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await shell.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return int.TryParse(said.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Failed(program, $"the shell ended with {shell.ExitCode} and without the process's id");
    }

    /// <summary>Asks a process to end as a terminal's or service manager's stop does; on Windows it is ended at once.</summary>
    public static async Task TerminateAsync(Process process, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        var start = new ProcessStartInfo("kill") { UseShellExecute = false, RedirectStandardError = true };
        start.ArgumentList.Add("-TERM");
        start.ArgumentList.Add(process.Id.ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start(start);
        if (kill is not null) await kill.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Through the system's shell it gets no handle and no console of this process; its log goes where its arguments say.
    private static int StartOnWindows(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = true, WindowStyle = ProcessWindowStyle.Hidden };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw Failed(program, "no process was made");
        return process.Id;
    }

    private static EnsembleException Failed(string program, string why) =>
        new(EnsembleErrorIds.StartFailed, $"Starting {program} failed: {why}.");
}
