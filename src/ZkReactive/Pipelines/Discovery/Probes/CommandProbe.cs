using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ZkReactive.Pipelines.Processes;

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
        var child = new ChildProcess { Start = new ProcessStartInfo(command, arguments) };
        try
        {
            var result = await child.RunAsync(TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var said = LastLine(result.Error) is { Length: > 0 } complaint ? complaint : LastLine(result.Output);
            return result.ExitCode == 0
                ? ProbeResult.Up(said)
                : ProbeResult.Down(string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}{(said.Length > 0 ? ": " : "")}{said}"));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return ProbeResult.Down($"'{command}' cannot be started: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', ["exec:" + command, .. arguments]);

    /// <summary>The last line that says something, cut to a length that fits a log.</summary>
    private static string LastLine(string text)
    {
        var line = text.AsSpan().TrimEnd();
        line = line[(line.LastIndexOf('\n') + 1)..].Trim();
        return line.Length <= LongestDetail ? line.ToString() : line[..LongestDetail].ToString();
    }
}
