using System.CommandLine;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble status</c>.</summary>
internal static class EnsembleStatusCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = EnsembleCommand.OptionalDirectory();
        var json = CliOptions.Json("The servers' states as JSON objects, one a line.");
        var command = new ZkrCommand("status", "Show where every server stands: mode, zxid, lag, connections, load.")
        {
            Notes =
            [
                "It asks each server its four-letter words srvr and mntr, without a session. A server that allows srvr alone does not say how many watches it has; '-' stands for what is not known. Latency is least/mean/most in milliseconds, wait the requests waiting.",
                "It ends with 3 when no server serves.",
            ],
            Examples =
            [
                new("zkr ensemble status --dir /tmp/zk", "The ensemble on this machine."),
                new("zkr ensemble status --connect zk1,zk2,zk3 --json |\n  jq -r 'select(.mode==\"leader\").server'", "Who leads?"),
            ],
        };
        command.Add(directory);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var time = context.Host.TimeProvider;
            var status = parse.GetValue(directory) is { } given
                ? await ZkEnsemble.Open(EnsembleCommand.FullPath(context, given)).ReadStatusAsync(time, cancellationToken).ConfigureAwait(false)
                : await ServerStatusReader.ReadAsync(context.Global.ClientOptions(parse).ConnectString, time, cancellationToken).ConfigureAwait(false);
            ServerStatusView.Write(context.Host, status, parse.GetValue(json));
            return status.Any(server => server.IsServing) ? ExitCodes.Done : ExitCodes.NotConnected;
        });
        return command;
    }
}
