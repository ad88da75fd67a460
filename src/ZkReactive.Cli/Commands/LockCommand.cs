using System.CommandLine;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Locks;

namespace ZkReactive.Cli;

/// <summary><c>zkr lock</c>.</summary>
internal static class LockCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The lock: the node below which those who want it stand in line.");
        var program = new Argument<string[]>("COMMAND") { Description = "The command to run while the lock is held, with its arguments; put -- before it.", Arity = ArgumentArity.OneOrMore };
        var timeout = CliOptions.Duration("--timeout", "Give up when the lock is not to be had within this time. Default: wait for ever.");
        var keep = new Option<bool>("--keep-running") { Description = "Only warn when the lock is lost; by default the command is then stopped." };
        var command = new ZkrCommand("lock", "Run a command while holding a lock; nobody else who asks for the lock runs at the same time.")
        {
            Notes =
            [
                "It ends with the command's exit code; with 1 when the lock was not to be had, or was lost before the command ended. Those who wait are served in the order of asking.",
                $"The command finds in {LockedProcess.TokenVariable} its fencing token, a number that grows from holder to holder, and in {LockedProcess.PathVariable} the lock. The lock is lost when the session expires, when the connection is away for so long that it soon may, or when somebody deletes its node. The command is then asked to end and, ten seconds later, made to.",
                "Curator's InterProcessMutex stands in the same line; kazoo's Lock does with extra_lock_patterns=[\"lock-\"].",
            ],
            Examples =
            [
                new("zkr lock /locks/backup -- ./backup.sh --full", "One backup at a time, wherever it is started."),
                new("zkr lock /locks/backup --timeout 1s -- ./backup.sh", "Do nothing when another is running."),
            ],
        };
        command.Add(path);
        command.Add(program);
        command.Add(timeout);
        command.Add(keep);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var options = new ZkLockOptions { Data = Text.Encode($"{Environment.MachineName}:{Environment.ProcessId}") };
                var mutex = new ZkMutex(client, parse.GetRequiredValue(path), options);
                var handle = parse.GetValue(timeout) is { } limit
                    ? await mutex.TryAcquireAsync(limit, cancellationToken).ConfigureAwait(false)
                        ?? throw new CliException(CoordinationErrorIds.LockBusy, ExitCodes.Failed, $"The lock {mutex.Path} was not to be had within {Durations.Format(limit)}; the command was not run.")
                    : await mutex.AcquireAsync(cancellationToken).ConfigureAwait(false);
                await using (handle.ConfigureAwait(false))
                    return await new LockedProcess(context, handle, parse.GetRequiredValue(program), parse.GetValue(keep)).RunAsync(cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
