using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Up when a command ends with 0. It is started directly, without a shell, and killed with all it started when time is up.</summary>
/// <param name="command">The program.</param>
/// <param name="arguments">Its arguments, each passed as it is.</param>
public sealed class CommandProbe(string command, params IReadOnlyList<string> arguments) : ServiceProbe
{
    private const int LongestDetail = 200;

    /// <inheritdoc/>
    public override async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var said = "";
            var saying = new Lock();
            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Kill(process);
                throw;
            }

            return process.ExitCode == 0
                ? ProbeResult.Up(said)
                : ProbeResult.Down(string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}{(said.Length > 0 ? ": " : "")}{said}"));

            // The two outputs are read by threads of their own.
            void Hear(string? line)
            {
                lock (saying) said = Keep(said, line);
            }
        }
        catch (Win32Exception e)
        {
            return ProbeResult.Down($"'{command}' cannot be started: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', ["exec:" + command, .. arguments]);

    /// <summary>The last line that says something, cut to a length that fits a log.</summary>
    private static string Keep(string said, string? line) =>
        string.IsNullOrWhiteSpace(line) ? said : line.Length <= LongestDetail ? line.Trim() : line[..LongestDetail];

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended by itself, or part of it is somebody else's.
        }
    }
}
