namespace ZkReactive.Journal;

/// <summary>
/// Which events to read. Every condition that is set must hold; none set means all events. A live reading goes forward
/// and has no end, so it refuses <see cref="Through"/>, <see cref="Until"/>, <see cref="Limit"/> and backward.
/// </summary>
public sealed record JournalQuery
{
    /// <summary>All events, oldest first.</summary>
    public static readonly JournalQuery All = new();

    /// <summary>Only events later than this revision. Default: from the first.</summary>
    public JournalRevision After { get; init; } = JournalRevision.Start;

    /// <summary>Only events up to and with this revision. Default: to the last.</summary>
    public JournalRevision? Through { get; init; }

    /// <summary>Only events of this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only events before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only events of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only events of these kinds. Empty, the default: of all kinds.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Only events with this correlation.</summary>
    public string? Correlation { get; init; }

    /// <summary>Oldest or newest first. Default: oldest first.</summary>
    public JournalDirection Direction { get; init; } = JournalDirection.Forward;

    /// <summary>How many events at most; null, the default, for as many as there are.</summary>
    public int? Limit { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(After.Value, nameof(After));
        if (Limit is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(Limit));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Kinds.Count, 100, nameof(Kinds));
    }

    /// <exception cref="ArgumentException">A condition is set that a live reading cannot have.</exception>
    internal void ValidateLive()
    {
        Validate();
        if (Through is not null || Until is not null || Limit is not null || Direction == JournalDirection.Backward)
        {
            throw new ArgumentException("A live reading goes forward and has no end: leave Through, Until, Limit and Direction as they are.");
        }
    }
}
