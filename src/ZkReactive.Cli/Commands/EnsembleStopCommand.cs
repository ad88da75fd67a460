using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble stop</c>.</summary>
internal static class EnsembleStopCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = EnsembleCommand.RequiredDirectory();
        var servers = EnsembleCommand.Servers("The number of a server to stop; may be given again. Default: all.");
        var command = new ZkrCommand("stop", "Stop an ensemble's servers; their data stays.")
        {
            Connects = false,
            Notes = ["Each server is stopped by the process that 'zkr ensemble start' noted, and only if that process is still the same: it began at the noted time."],
            Examples =
            [
                new("zkr ensemble stop --dir /tmp/zk", "Stop all of them."),
                new("zkr ensemble stop --dir /tmp/zk --server 1", "See what the others do without the first."),
            ],
        };
        command.Add(directory);
        command.Add(servers);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var ensemble = EnsembleCommand.Open(context, parse, directory);
            int[]? numbers = parse.GetValue(servers) is { Length: > 0 } given ? given : null;
            var stopped = await ensemble.StopAsync(numbers, context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
            context.Host.Out.WriteLine(stopped.Count == 0 ? "none was running" : $"stopped {string.Join(", ", stopped)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
