using ZkReactive.Ensemble;

namespace ZkReactive.Cli;

/// <summary>Prints the doctor's findings: each with its remedy below.</summary>
internal static class FindingView
{
    /// <summary>Prints them; what is well only when asked.</summary>
    public static void Write(CliHost host, IReadOnlyList<EnsembleFinding> findings, bool json, bool all)
    {
        if (json)
        {
            foreach (var finding in findings) CliJson.Write(host.Out, FindingJson.From(finding), CliJson.Lines.FindingJson);
            return;
        }

        var screen = new Screen(host);
        foreach (var finding in findings.Where(finding => all || finding.Severity != FindingSeverity.Ok))
        {
            screen.Line(Screen.Mark($"{finding.Severity.ToString().ToLowerInvariant(),-7} {finding.Check}{(finding.Server is null ? "" : " " + finding.Server)}", ToneOf(finding.Severity)));
            screen.Paragraph(finding.Found, indent: 8);
            if (finding.Remedy.Length > 0) screen.Paragraph("-> " + finding.Remedy, indent: 8, Tone.Dim);
        }

        var well = findings.Count(finding => finding.Severity == FindingSeverity.Ok);
        host.Out.WriteLine($"{findings.Count - well} finding{(findings.Count - well == 1 ? "" : "s")}, {well} check{(well == 1 ? "" : "s")} passed{(all || well == 0 ? "" : " (see --all)")}");
    }

    private static Tone ToneOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => Tone.Bad,
        FindingSeverity.Warning => Tone.Busy,
        FindingSeverity.Ok => Tone.Good,
        _ => Tone.Plain,
    };
}
