using Spectre.Console;
using Spectre.Console.Rendering;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>A deploy as a person reads it.</summary>
internal static class DeployView
{
    private const int BarWidth = 20;
    private const int NamesShown = 5;

    /// <summary>Prints a deploy: what is wanted, where it stands, a row for each agent.</summary>
    public static void Write(Screen screen, DeployStatus status)
    {
        screen.Line(Headline(status));
        if (status.Outcome != DeployOutcome.Halted && Halt(status) is { } halt) screen.Line(Screen.Mark(halt, Tone.Bad));
        if (status.Manifest is { } manifest) screen.Line(Markup.Escape(Text.OneLine(manifest.ToString())));
        foreach (var problem in status.ManifestProblems)
            screen.Line($"{Screen.Mark("refused", Tone.Bad)}  {Markup.Escape(Text.OneLine(problem.Message))} {Markup.Escape($"[{problem.ErrorId}]")}");
        if (status.Agents.Count == 0)
        {
            screen.Line("no agents are registered");
            return;
        }

        screen.Line();
        screen.Table(DeployRow.Heads, Cells(DeployRow.From(status)));
        WriteReasons(screen, status);
    }

    /// <summary>Prints why agents failed, each reason once with who had it.</summary>
    public static void WriteReasons(Screen screen, DeployStatus status)
    {
        if (status.Outcome == DeployOutcome.Halted && Halt(status) is { } halt)
        {
            screen.Line();
            screen.Line(Screen.Mark(halt, Tone.Bad));
        }

        foreach (var reason in status.Agents.Where(agent => agent.ErrorId is not null).GroupBy(agent => (agent.ErrorId, agent.Error)))
        {
            screen.Line();
            screen.Line($"{Screen.Mark(reason.Key.ErrorId!, Tone.Bad)}  {Markup.Escape(Names([.. reason.Select(agent => Text.OneLine(agent.Agent))]))}");
            screen.Paragraph(reason.Key.Error ?? "", 2);
        }
    }

    /// <summary>A deploy under way, drawn within <paramref name="height"/> lines: those that need attention first.</summary>
    public static IRenderable Live(DeployStatus? status, string deployId, TimeSpan elapsed, int height)
    {
        // Never a single line: redrawing would then begin one line too high.
        if (status is null) return new Rows(new Markup($"waiting for agents to take up {Markup.Escape(deployId)}  {Durations.Format(elapsed)}"), new Markup("[grey]Ctrl+C ends the waiting, not the deploy[/]"));

        var rows = DeployRow.From(status).OrderBy(row => Urgency(row.Tone)).ToList();
        var shown = rows.Take(Math.Max(1, height - 5)).ToList();
        var parts = new List<IRenderable> { new Markup($"{Bar(status)}  {Durations.Format(elapsed)}"), Screen.Grid(DeployRow.Heads, Cells(shown)) };
        if (shown.Count < rows.Count) parts.Add(new Markup($"  [grey]and {rows.Count - shown.Count} more[/]"));
        return new Rows(parts);
    }

    /// <summary>How many agents stand where, in a few words.</summary>
    public static string Summary(DeployStatus status)
    {
        var counts = status.Agents.CountBy(agent => agent.State).OrderByDescending(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}");
        return status.Agents.Count == 0 ? "no agents" : string.Join(", ", counts);
    }

    /// <summary>Why nobody begins it any more; null when it is not halted.</summary>
    public static string? Halt(DeployStatus status)
    {
        if (status.Halt is not { } halt) return null;
        return Text.OneLine($"halted by {halt.By ?? "somebody"} at {halt.At:u}{(halt.Reason is { } reason ? ": " + reason : "")}");
    }

    private static string Names(IReadOnlyList<string> agents) =>
        agents.Count <= NamesShown ? string.Join(", ", agents) : $"{string.Join(", ", agents.Take(NamesShown))} and {agents.Count - NamesShown} more";

    private static string Headline(DeployStatus status) => status.DeployId is { } id
        ? $"{Markup.Escape(Text.OneLine(status.Path))}  deploy {Markup.Escape(Text.OneLine(id))}  {Screen.Mark(Words(status.Outcome), ToneOf(status.Outcome))}  {Summary(status)}"
        : $"{Markup.Escape(Text.OneLine(status.Path))}  no manifest yet";

    private static string Words(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.InProgress => "in progress",
        DeployOutcome.None => "nobody to deploy it",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    private static Tone ToneOf(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.Succeeded => Tone.Good,
        DeployOutcome.InProgress => Tone.Busy,
        DeployOutcome.Failed or DeployOutcome.Invalid or DeployOutcome.Halted => Tone.Bad,
        _ => Tone.Dim,
    };

    private static string Bar(DeployStatus status)
    {
        var finished = status.Agents.Count(agent => agent.IsFinished);
        var filled = status.Agents.Count == 0 ? 0 : finished * BarWidth / status.Agents.Count;
        return $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]  {finished} of {status.Agents.Count} finished";
    }

    private static int Urgency(Tone tone) => tone switch
    {
        Tone.Bad => 0,
        Tone.Busy => 1,
        Tone.Plain => 2,
        Tone.Dim => 3,
        _ => 4,
    };

    private static List<IReadOnlyList<string>> Cells(IEnumerable<DeployRow> rows) =>
        [.. rows.Select(row => (IReadOnlyList<string>)[Markup.Escape(row.Agent), row.Wanted, row.Running, Screen.Mark(row.State, row.Tone), row.Seconds, Markup.Escape(row.Detail)])];
}
