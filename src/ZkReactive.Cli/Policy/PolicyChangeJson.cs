using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>What a publish or removal did or would do, as JSON.</summary>
/// <param name="Event"><c>published</c>, <c>removed</c>, <c>unchanged</c> or <c>planned</c>.</param>
/// <param name="Type">The type's node.</param>
/// <param name="Valid">Whether the resulting set is free of errors.</param>
/// <param name="Set">The resulting set's fingerprint; null when it has errors.</param>
/// <param name="Zxid">The transaction; null when nothing was written.</param>
/// <param name="Policies">Policies that are added, changed or removed.</param>
/// <param name="Moves">Ids that are routed otherwise.</param>
/// <param name="Rules">Rules that are added, removed or moved.</param>
/// <param name="Findings">What was found.</param>
internal sealed record PolicyChangeJson(
    string Event,
    string Type,
    bool Valid,
    string? Set,
    string? Zxid,
    IReadOnlyList<PolicyChangeJson.Policy> Policies,
    IReadOnlyList<PolicyChangeJson.Move> Moves,
    IReadOnlyList<PolicyChangeJson.Rule> Rules,
    IReadOnlyList<PolicyFindingJson> Findings)
{
    /// <summary>Takes a change apart.</summary>
    public static PolicyChangeJson From(string @event, ZkPath type, PolicySet? set, Zxid? zxid, PolicyDifference? difference, IReadOnlyList<PolicyFinding> findings) => new(
        @event,
        type,
        set is not null,
        set?.Fingerprint,
        zxid?.ToString(),
        Of(difference),
        [.. (difference?.Moves ?? []).Select(move => new Move(move.From, move.To, move.Before, move.After))],
        [.. (difference?.Rules ?? []).Select(rule => new Rule(rule.Policy, DeployStatusJson.Name(rule.Change), rule.Rule, rule.Line))],
        PolicyFindingJson.From(findings));

    /// <summary>The policies of a difference.</summary>
    public static IReadOnlyList<Policy> Of(PolicyDifference? difference) =>
        [.. (difference?.Policies ?? []).Select(change => new Policy(change.Policy, DeployStatusJson.Name(change.Kind), DeployStatusJson.Name(change.Change)))];

    /// <summary>A policy that changes.</summary>
    internal sealed record Policy(string Name, string Kind, string Change);

    /// <summary>Ids that move.</summary>
    internal sealed record Move(long From, long To, string Before, string After);

    /// <summary>A rule that changes.</summary>
    internal sealed record Rule(string Policy, string Change, string Text, int Line);
}
