using System.Globalization;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>Prints the policies of a type.</summary>
internal static class PolicyListView
{
    /// <summary>Prints them.</summary>
    public static void Write(CliHost host, bool json, PolicySnapshot snapshot, IReadOnlyList<PolicyRejection> rejections)
    {
        var compilation = snapshot.Compile();
        if (json)
        {
            CliJson.Write(host.Out, PolicyListJson.From(snapshot, compilation, rejections), CliJson.Lines.PolicyListJson);
            return;
        }

        var screen = new Screen(host);
        if (snapshot.Members.Count == 0) screen.Line(Screen.Mark($"no policies at {snapshot.Type}", Tone.Plain));
        else screen.Table(["policy", "kind", "version", "bytes", "modified"], [.. snapshot.Members.Select(Row)], indent: 0);
        if (compilation.Set is { } set) screen.Line(Screen.Mark($"good: {set} (zxid {snapshot.Zxid})", Tone.Good));
        foreach (var finding in compilation.Findings) screen.Line(Screen.Mark($"{(finding.IsError ? "error" : "warning")}: {finding} [{finding.ErrorId}]", finding.IsError ? Tone.Bad : Tone.Busy));
        foreach (var rejection in rejections)
        {
            var why = rejection.Findings.Count > 0 ? rejection.Findings[0].ToString() : "";
            screen.Line(Screen.Mark($"refused by {rejection.Agent} since {rejection.At:u}, which goes on with {rejection.Current ?? "nothing"}: {why}", Tone.Bad));
        }

        host.Out.Flush();
    }

    private static string[] Row(PolicyMember member) =>
    [
        Screen.Mark(member.Name, Tone.Plain),
        DeployStatusJson.Name(member.Kind),
        member.Stat.Version.ToString(CultureInfo.InvariantCulture),
        member.Data.Length.ToString(CultureInfo.InvariantCulture),
        member.Stat.Modified.ToString("u", CultureInfo.InvariantCulture),
    ];
}
