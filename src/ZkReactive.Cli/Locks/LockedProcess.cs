using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Locks;

namespace ZkReactive.Cli;

/// <summary>A command that runs while a lock is held, on this process's own terminal.</summary>
internal sealed class LockedProcess(CliContext context, ZkLockHandle handle, IReadOnlyList<string> commandLine, bool keepRunning)
{
    /// <summary>Where the command finds its fencing token.</summary>
    public const string TokenVariable = "ZKREACTIVE_LOCK_TOKEN";

    /// <summary>Where the command finds the lock's path.</summary>
    public const string PathVariable = "ZKREACTIVE_LOCK_PATH";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs it and gives the exit code to end with.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        var ended = process.WaitForExitAsync(CancellationToken.None);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(handle.Lost, cancellationToken);
        await ended.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted && handle.Lost.IsCancellationRequested && keepRunning)
        {
            context.Notice($"{Lost()}; the command goes on");
            await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!ended.IsCompleted) await StopAsync(process, ended).ConfigureAwait(false);
        if (handle.Loss is not null)
            throw new CliException(CoordinationErrorIds.LockLost, ExitCodes.Failed, $"{Lost()} before the command ended ({Ending(process)}). Check what it has done.");
        return process.ExitCode;
    }

    private string Lost() => handle.Loss switch
    {
        LockLoss.Suspected => $"the lock {handle.Path} is in doubt: the connection has been away for too long",
        LockLoss.NodeDeleted => $"the lock {handle.Path} was lost: somebody deleted its node",
        _ => $"the lock {handle.Path} was lost: the session has ended",
    };

    private static string Ending(Process process) => string.Create(CultureInfo.InvariantCulture, $"its exit code is {process.ExitCode}");

    private Process Start()
    {
        var start = new ProcessStartInfo(commandLine[0]) { UseShellExecute = false, WorkingDirectory = Path.GetFullPath(context.Host.CurrentDirectory) };
        foreach (var argument in commandLine.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment[TokenVariable] = handle.FencingToken.Value.ToString(CultureInfo.InvariantCulture);
        start.Environment[PathVariable] = handle.Path.Value;
        try
        {
            return Process.Start(start) ?? throw new CliException("ZkCommandFailed", ExitCodes.Failed, $"Running '{commandLine[0]}' failed: no process was made.");
        }
        catch (Win32Exception e)
        {
            throw new CliException("ZkCommandFailed", ExitCodes.Failed, $"Running '{commandLine[0]}' failed: {e.Message}. Is it on the PATH, or is -- missing before it?");
        }
    }

    /// <summary>Asks it to end, and after ten seconds makes it. At Ctrl+C the terminal has asked it already.</summary>
    private async Task StopAsync(Process process, Task ended)
    {
        if (handle.Loss is not null) context.Notice($"{Lost()}; stopping the command");
        if (!OperatingSystem.IsWindows())
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true });
            if (kill is not null) await kill.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await ended.WaitAsync(Grace, context.Host.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!ended.IsCompleted) process.Kill(entireProcessTree: true);
        await ended.ConfigureAwait(false);
    }
}
