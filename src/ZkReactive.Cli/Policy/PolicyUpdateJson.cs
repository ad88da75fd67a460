using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>A set that came into use or was refused, as JSON.</summary>
/// <param name="Event"><c>applied</c>, <c>rejected</c> or <c>restored</c>.</param>
/// <param name="At">When.</param>
/// <param name="Type">The type's node.</param>
/// <param name="Zxid">The transaction that made the set what it is.</param>
/// <param name="Set">The fingerprint of the set in use after it; null when there is none.</param>
/// <param name="Policies">The policies in use after it.</param>
/// <param name="Changes">Policies that are other than before.</param>
/// <param name="Moves">Ids that are routed otherwise than before.</param>
/// <param name="Findings">What was found.</param>
internal sealed record PolicyUpdateJson(
    string Event,
    DateTimeOffset At,
    string Type,
    string Zxid,
    string? Set,
    IReadOnlyList<string> Policies,
    IReadOnlyList<PolicyChangeJson.Policy> Changes,
    IReadOnlyList<PolicyChangeJson.Move> Moves,
    IReadOnlyList<PolicyFindingJson> Findings)
{
    /// <summary>Takes an update apart.</summary>
    public static PolicyUpdateJson From(ZkPath type, PolicyUpdate update)
    {
        var difference = (update.Event as PolicyEvent.SetApplied)?.Difference;
        return new(
            Name(update.Event),
            update.Event.At,
            type,
            update.Event.Zxid.ToString(),
            update.Set?.Fingerprint,
            [.. update.Set?.Documents.Select(document => document.Name) ?? []],
            PolicyChangeJson.Of(difference),
            [.. (difference?.Moves ?? []).Select(move => new PolicyChangeJson.Move(move.From, move.To, move.Before, move.After))],
            PolicyFindingJson.From(update.Event is PolicyEvent.SetRejected rejected ? rejected.Findings : update.Set?.Warnings ?? []));
    }

    /// <summary>What happened, in a word.</summary>
    public static string Name(PolicyEvent @event) => @event switch
    {
        PolicyEvent.SetApplied => "applied",
        PolicyEvent.SetRejected => "rejected",
        _ => "restored",
    };
}
