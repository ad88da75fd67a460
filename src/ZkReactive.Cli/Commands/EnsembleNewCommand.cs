using System.CommandLine;
using System.Net;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble new</c>.</summary>
internal static class EnsembleNewCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = CliOptions.Required("--dir", "DIR", "Where configurations, data and logs go: a new or empty directory.");
        var count = CliOptions.Number("--count", "N", 1, EnsembleOptions.MostServers, "How many servers: 2n+1 survive the failure of n. Default: 3.");
        var port = CliOptions.Number("--base-port", "PORT", 0, IPEndPoint.MaxPort, "The first client port, the others follow; 0 takes free ones. Default: 2181.");
        var tick = CliOptions.Duration("--tick", "The servers' unit of time; sessions last 2 to 20 of it. Default: 2s.");
        var json = CliOptions.Json("The servers as JSON objects, one a line.");
        var command = new ZkrCommand("new", "Write the configuration of a new ensemble on this machine; start nothing.")
        {
            Connects = false,
            Notes = ["It writes zoo1.cfg to zooN.cfg, a data and a log directory for each server, and its myid. The files are yours to edit before the start. The servers will listen on loopback only."],
            Examples =
            [
                new("zkr ensemble new --dir /tmp/zk", "Three servers on 2181, 2182 and 2183."),
                new("zkr ensemble new --dir /tmp/zk5 --count 5 --base-port 0", "Five on free ports."),
            ],
        };
        command.Add(directory);
        command.Add(count);
        command.Add(port);
        command.Add(tick);
        command.Add(json);
        command.SetAction((parse, _) =>
        {
            var defaults = new EnsembleOptions { Directory = EnsembleCommand.FullPath(context, parse.GetRequiredValue(directory)) };
            var ensemble = ZkEnsemble.Create(defaults with
            {
                Count = parse.GetValue(count) ?? defaults.Count,
                BasePort = parse.GetValue(port) ?? defaults.BasePort,
                TickTime = parse.GetValue(tick) ?? defaults.TickTime,
            });
            EnsembleView.Write(context.Host, ensemble, parse.GetValue(json));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
