using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Journal;

/// <summary>
/// How a state is made from events, and under which name its snapshots are kept. The functions must be pure: the same
/// events give the same state, whatever the time and machine.
/// </summary>
/// <typeparam name="TState">The state. A mutable one is fine as long as only <see cref="Evolve"/> changes it.</typeparam>
public sealed record JournalProjection<TState>
{
    /// <summary>What its snapshots are called, for instance <c>deploy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the state and its functions; raise it when either changes, and old snapshots are no longer used. Default: 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Makes the state before the first event.</summary>
    public required Func<TState> Initial { get; init; }

    /// <summary>The state after an event.</summary>
    public required Func<TState, JournalEvent, TState> Evolve { get; init; }

    /// <summary>How the state is kept as JSON.</summary>
    public required JsonTypeInfo<TState> StateType { get; init; }

    /// <summary>Only events of this stream; null, the default, for all streams.</summary>
    public string? Stream { get; init; }

    /// <summary>Only events of these kinds; empty, the default, for all kinds.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>
    /// Makes a state from a snapshot of an older version, given that version and its JSON; returns null to fold from the
    /// first event instead. Null, the default: always fold from the first event.
    /// </summary>
    public Func<int, JournalPayload, TState?>? Upgrade { get; init; }
}
