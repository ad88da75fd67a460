using System.Globalization;
using Spectre.Console;

namespace ZkReactive.Cli.Demo;

/// <summary>Prints the story.</summary>
internal sealed class DemoReport(Screen screen, DemoClock clock)
{
    private const int Indent = 3;
    private static readonly string[] Heads = ["agent", "state", "runs", "seconds", "seen after", "git says"];
    private int _step;

    /// <summary>Begins a step.</summary>
    public void Step(string title)
    {
        screen.Line();
        var number = $"{++_step}.".PadRight(Indent);
        screen.Line($"[bold]{number}{Markup.Escape(title)}[/]");
    }

    /// <summary>Says something about the step.</summary>
    public void Say(string text, Tone tone = Tone.Plain) => screen.Paragraph(text, Indent, tone);

    /// <summary>The agents of a deploy in a table, then the times.</summary>
    public void Table(DemoDeploy deploy)
    {
        var rows = deploy.Status.Agents.Where(agent => deploy.Proofs.ContainsKey(agent.Agent)).Select(agent =>
        {
            var row = DeployRow.From(deploy.Status).First(candidate => candidate.Agent == agent.Agent);
            var seen = clock.After(deploy.PublishedAt, agent.Agent, deploy.DeployId, "manifestSeen");
            var proof = deploy.Proofs[agent.Agent];
            return (IReadOnlyList<string>)
            [
                Markup.Escape(row.Agent),
                Screen.Mark(row.State, row.Tone),
                row.Running,
                row.Seconds,
                seen is { } time ? Durations.Milliseconds(time) : "-",
                proof.Shows(deploy.Commit) ? Screen.Mark("same, clean", Tone.Good) : Screen.Mark(proof.Found.Length > 0 ? proof.Found : DeployRow.Short(proof.Commit), Tone.Bad),
            ];
        });
        screen.Table(Heads, [.. rows], Indent);
        Times(deploy);
    }

    /// <summary>The propagation times of a deploy.</summary>
    public void Times(DemoDeploy deploy)
    {
        var seen = Seen(deploy).ToList();
        var missing = seen.Count < deploy.Proofs.Count ? string.Create(CultureInfo.InvariantCulture, $" ({seen.Count} of {deploy.Proofs.Count} agents)") : "";
        screen.Line();
        Say($"publish to seen by each agent: {DemoClock.MedianAndMax(seen)}{missing}");
        Say($"publish to all verified by git: {Durations.Format(deploy.VerifiedAfter)}");
    }

    private IEnumerable<TimeSpan> Seen(DemoDeploy deploy) =>
        deploy.Proofs.Keys.Select(agent => clock.After(deploy.PublishedAt, agent, deploy.DeployId, "manifestSeen")).OfType<TimeSpan>();
}
