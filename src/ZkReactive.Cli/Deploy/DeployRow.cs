using System.Globalization;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>One agent's line in a table of a deploy.</summary>
/// <param name="Agent">Its id.</param>
/// <param name="Wanted">What it should run.</param>
/// <param name="Running">What it runs.</param>
/// <param name="State">How far it is.</param>
/// <param name="Seconds">How long its deploy took.</param>
/// <param name="Detail">Why it failed, by its id, or that it is gone.</param>
/// <param name="Tone">How to colour the state.</param>
internal sealed record DeployRow(string Agent, string Wanted, string Running, string State, string Seconds, string Detail, Tone Tone)
{
    /// <summary>The heads of the columns.</summary>
    public static readonly IReadOnlyList<string> Heads = ["agent", "wanted", "running", "state", "seconds", "error"];

    private const int ShortCommit = 12;

    /// <summary>Two commits, a state and an error's name are to fit into 80 columns.</summary>
    private const int TableCommit = 8;

    /// <summary>A commit as tables show it.</summary>
    public static string Short(string? commit) => Short(commit, ShortCommit);

    private static string Short(string? commit, int length) => commit is null ? "-" : commit[..Math.Min(length, commit.Length)];

    /// <summary>The rows of a deploy, by id.</summary>
    public static IReadOnlyList<DeployRow> From(DeployStatus status) => [.. status.Agents.Select(From)];

    private static DeployRow From(DeployAgentStatus agent)
    {
        var detail = agent.ErrorId is { } id ? id : agent.IsClean is false ? "its working tree is not clean" : "";
        if (!agent.IsPresent) detail = detail.Length == 0 ? "not registered now" : detail + "; not registered now";
        return new(
            Text.OneLine(agent.Agent),
            Short(agent.Wanted, TableCommit),
            Short(agent.Running, TableCommit),
            StateName(agent.State),
            agent.Seconds is { } seconds ? seconds.ToString("0.00", CultureInfo.InvariantCulture) : "-",
            Text.OneLine(detail),
            ToneOf(agent));
    }

    private static string StateName(DeployAgentState state) => state switch
    {
        DeployAgentState.CheckingOut => "checking out",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static Tone ToneOf(DeployAgentStatus agent) => agent.State switch
    {
        DeployAgentState.Succeeded => agent.IsPresent ? Tone.Good : Tone.Dim,
        DeployAgentState.Failed or DeployAgentState.Halted => Tone.Bad,
        DeployAgentState.Pending or DeployAgentState.Waiting or DeployAgentState.Superseded or DeployAgentState.Unknown => Tone.Dim,
        _ => Tone.Busy,
    };
}
