using System.CommandLine;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble start</c>.</summary>
internal static class EnsembleStartCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = EnsembleCommand.RequiredDirectory();
        var servers = EnsembleCommand.Servers("The number of a server to start; may be given again. Default: all.");
        var timeout = CliOptions.Duration("--timeout", "How long the servers may take until they serve. Default: 1m.");
        var home = new Option<string?>("--zookeeper-home") { Description = "An unpacked release of Apache ZooKeeper. Default: $ZOOKEEPER_HOME, else the system's package.", HelpName = "DIR" };
        var json = CliOptions.Json("The servers' states as JSON objects, one a line.");
        var command = new ZkrCommand("start", "Start an ensemble's servers and wait until they serve.")
        {
            Connects = false,
            Notes = ["The servers go on when zkr and the terminal end; each writes to zooN.log beside its configuration. Servers that run already are left as they are."],
            Examples =
            [
                new("zkr ensemble start --dir /tmp/zk", "Start all of them."),
                new("zkr ensemble start --dir /tmp/zk --server 2", "Start the second again."),
            ],
        };
        command.Add(directory);
        command.Add(servers);
        command.Add(timeout);
        command.Add(home);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var ensemble = EnsembleCommand.Open(context, parse, directory);
            var defaults = new EnsembleStartOptions();
            var status = await ensemble.StartAsync(
                defaults with
                {
                    Servers = parse.GetValue(servers) is { Length: > 0 } numbers ? numbers : null,
                    Timeout = parse.GetValue(timeout) ?? defaults.Timeout,
                    ZooKeeperHome = parse.GetValue(home),
                    TimeProvider = context.Host.TimeProvider,
                },
                cancellationToken).ConfigureAwait(false);
            ServerStatusView.Write(context.Host, status, parse.GetValue(json));
            if (!parse.GetValue(json)) context.Host.Out.WriteLine($"\nconnect with: export {GlobalOptions.ConnectVariable}={ensemble.ConnectString}");
            return ExitCodes.Done;
        });
        return command;
    }
}
