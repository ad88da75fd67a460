using System.CommandLine;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary><c>zkr ensemble test</c>.</summary>
internal static class EnsembleTestCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = EnsembleCommand.OptionalDirectory();
        var all = new Option<bool>("--all") { Description = "Show what is well too." };
        var json = CliOptions.Json("All findings as JSON objects, one a line.");
        var command = new ZkrCommand("test", "Look an ensemble over: each finding with what to do about it.")
        {
            Notes = ["It looks at names, servers, quorum, allowed words, versions, lag, load, watches, packets and open files, and opens one session; with --dir at myid files, configurations and disks too. It writes nothing to the servers. It ends with 1 when something does not work."],
            Examples =
            [
                new("zkr ensemble test --connect zk1,zk2,zk3", "Is all well?"),
                new("zkr ensemble test --dir /tmp/zk --all", "What was looked at?"),
            ],
        };
        command.Add(directory);
        command.Add(all);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = context.Global.ClientOptions(parse);
            var ensemble = parse.GetValue(directory) is { } given ? ZkEnsemble.Open(EnsembleCommand.FullPath(context, given)) : null;
            if (ensemble is not null) client = client with { ConnectString = ensemble.ConnectString };
            var findings = await EnsembleDoctor.ExamineAsync(new DoctorOptions { Client = client, Ensemble = ensemble }, cancellationToken).ConfigureAwait(false);
            FindingView.Write(context.Host, findings, parse.GetValue(json), parse.GetValue(all));
            return findings.Any(finding => finding.Severity == FindingSeverity.Error) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }
}
