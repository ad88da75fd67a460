using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ZkReactive.Pipelines.Processes;

/// <summary>
/// Runs a program to its end: no shell, no input, output kept within a limit; killed with all its children when it takes too
/// long or is no longer wanted. A program that ends by itself may leave others running.
/// </summary>
internal sealed class ChildProcess
{
    /// <summary>The program, its arguments, directory and variables; how its streams are connected is set here.</summary>
    internal required ProcessStartInfo Start { get; init; }

    /// <summary>How long it may take. Default: until the caller's token fires.</summary>
    internal TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long output may trail behind the end: what the program left running may hold the pipe open. Default: 1 s.</summary>
    internal TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many characters of the output are kept. Default: 4,096.</summary>
    internal int OutputLimit { get; init; } = 4 * 1024;

    /// <summary>How many characters of the error output are kept, always its end. Default: 4,096.</summary>
    internal int ErrorLimit { get; init; } = 4 * 1024;

    /// <summary>Whether the beginning of a longer output is kept, as for output that is parsed, and not its end. Default: its end.</summary>
    internal bool KeepsBeginning { get; init; }

    /// <summary>Called when it has started. Default: nobody.</summary>
    internal Action<Process>? Started { get; init; }

    /// <summary>Runs it. When this ends, however it ends, the program is gone.</summary>
    /// <exception cref="Win32Exception">It cannot be started; also <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.</exception>
    /// <exception cref="OperationCanceledException">The token fired; the program and its children are gone.</exception>
    internal async Task<ChildProcessResult> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ConnectStreams(Start);
        using var process = Process.Start(Start)!;
        Started?.Invoke(process);
        process.StandardInput.Close();
        using var drain = new CancellationTokenSource();
        var output = KeepsBeginning ? BoundedText.ReadHeadAsync(process.StandardOutput, OutputLimit, drain.Token) : BoundedText.ReadTailAsync(process.StandardOutput, OutputLimit, drain.Token);
        var error = BoundedText.ReadTailAsync(process.StandardError, ErrorLimit, drain.Token);
        var isTimedOut = await WaitAsync(process, time, cancellationToken).ConfigureAwait(false);
        using (time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), drain, DrainTime, Timeout.InfiniteTimeSpan))
        {
            var result = new ChildProcessResult(process.ExitCode, await TextAsync(output).ConfigureAwait(false), await TextAsync(error).ConfigureAwait(false), isTimedOut);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }

    private static void ConnectStreams(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        start.CreateNoWindow = true;
    }

    /// <summary>Waits for the end; true when time ran out first.</summary>
    private async Task<bool> WaitAsync(Process process, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
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
