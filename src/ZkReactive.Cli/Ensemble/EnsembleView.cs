using System.Globalization;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>Prints what was written for an ensemble.</summary>
internal static class EnsembleView
{
    private static readonly string[] Heads = ["#", "clients", "peers", "configuration"];

    /// <summary>Prints it.</summary>
    public static void Write(CliHost host, ZkEnsemble ensemble, bool json)
    {
        if (json)
        {
            foreach (var server in ensemble.Servers) CliJson.Write(host.Out, EnsembleServerJson.From(server), CliJson.Lines.EnsembleServerJson);
            return;
        }

        new Screen(host).Table(Heads, [.. ensemble.Servers.Select(Row)], indent: 0);
        host.Out.WriteLine($"\nstart it with: zkr ensemble start --dir {ensemble.Directory}");
    }

    private static string[] Row(EnsembleServer server) =>
    [
        server.Number.ToString(CultureInfo.InvariantCulture), server.ConnectString,
        server.QuorumPort == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{server.QuorumPort}:{server.ElectionPort}"),
        Screen.Mark(server.ConfigurationFile, Tone.Plain),
    ];
}
