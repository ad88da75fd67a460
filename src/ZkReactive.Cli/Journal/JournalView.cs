using System.Globalization;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>Prints a journal for people, a line an event; on a terminal a line never wraps.</summary>
internal sealed class JournalView(CliHost host)
{
    private const int KindWidth = 18;

    /// <summary>Prints an event.</summary>
    public void Write(JournalEvent recorded)
    {
        var time = recorded.Time.ToLocalTime().ToString("MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var text = DeployProjection.Read(recorded) is { } e ? DeployEventText.Describe(e) : Text.OneLine(recorded.Payload.ToString());
        Line($"{time}  {Text.OneLine(recorded.Kind).PadRight(KindWidth)}  {text}");
    }

    /// <summary>Prints what is no event.</summary>
    public void Remark(string text) => Line($"-- {text}");

    /// <summary>Prints what an agent knew.</summary>
    public void Write(DeployStateAsOf known)
    {
        var state = known.State;
        Pair("as of", known.AsOf.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Pair("manifest", known.Path.Value);
        Pair("wanted", state.Seen is { } manifest ? $"{state.SeenDeployId}: {manifest}" : state.SeenDeployId is { } refused ? $"{refused}: refused" : "nothing");
        Pair("running", state.Running is { } commit ? $"{commit}{(state.IsClean == false ? ", tree NOT clean" : "")}" : "nothing");
        Pair("state", $"{DeployStatusJson.Name(state.Phase)} since {state.Since.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}");
        if ((state.Current ?? state.Interrupted) is { } work) Pair("at work on", work.DeployId);
        if (state.Retry is { } retry) Pair("tried again", $"{retry.DueAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}, after attempt {retry.Attempt}");
        if (state.LastGood is { } good) Pair("last good", $"{good.DeployId}: {good.CommitId} -> {good.RelativePath}");
        if (!state.Unreported.IsEmpty) Pair("unreported", string.Join(", ", state.Unreported.Select(report => report.DeployId)));
    }

    private void Pair(string name, string value) => Line($"{name,-12}{Text.OneLine(value)}");

    private void Line(string line)
    {
        host.Out.WriteLine(host.IsOutTerminal ? Text.Cut(line, host.Width - 1) : line);
        host.Out.Flush();
    }
}
