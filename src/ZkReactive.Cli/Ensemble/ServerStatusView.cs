using System.Globalization;
using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>Prints where servers stand.</summary>
internal static class ServerStatusView
{
    private static readonly string[] Heads = ["server", "mode", "zxid", "lag", "conns", "wait", "latency", "nodes", "watches", "version"];

    /// <summary>Prints them.</summary>
    public static void Write(CliHost host, IReadOnlyList<ZkServerStatus> all, bool json)
    {
        if (json)
        {
            foreach (var status in all) CliJson.Write(host.Out, ServerStatusJson.From(status), CliJson.Lines.ServerStatusJson);
            return;
        }

        var screen = new Screen(host);
        screen.Table(Heads, [.. all.Select(Row)], indent: 0);
        foreach (var status in all.Where(status => status.Problem is not null)) screen.Paragraph($"{status.Host}: {status.Problem}", indent: 0);
    }

    /// <summary>A mode as one word.</summary>
    public static string Word(ServerMode mode) => mode switch
    {
        ServerMode.NotServing => "not-serving",
        ServerMode.ReadOnly => "read-only",
        _ => mode.ToString().ToLowerInvariant(),
    };

    private static string[] Row(ZkServerStatus status) =>
    [
        Screen.Mark(status.Host.ToString(), Tone.Plain), Screen.Mark(Word(status.Mode), ToneOf(status.Mode)), Show(status.Zxid), Show(status.Lag),
        Show(status.Connections), Show(status.Outstanding), Show(status.Latency), Show(status.Nodes), Show(status.Watches),
        Screen.Mark(status.Version ?? "-", Tone.Plain),
    ];

    private static Tone ToneOf(ServerMode mode) => mode switch
    {
        ServerMode.Unreachable or ServerMode.NotServing => Tone.Bad,
        ServerMode.ReadOnly => Tone.Busy,
        _ => Tone.Good,
    };

    private static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "-";
}
