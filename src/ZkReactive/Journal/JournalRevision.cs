using System.Globalization;

namespace ZkReactive.Journal;

/// <summary>
/// A place in a journal: the sequence number of an event. The first event has 1; later events have greater numbers,
/// and retention may take the oldest away.
/// </summary>
/// <param name="Value">The number; 0 is the place before the first event.</param>
public readonly record struct JournalRevision(long Value) : IComparable<JournalRevision>
{
    /// <summary>Before the first event.</summary>
    public static readonly JournalRevision Start = new(0);

    /// <inheritdoc/>
    public int CompareTo(JournalRevision other) => Value.CompareTo(other.Value);

    /// <summary>Earlier than.</summary>
    public static bool operator <(JournalRevision left, JournalRevision right) => left.Value < right.Value;

    /// <summary>Later than.</summary>
    public static bool operator >(JournalRevision left, JournalRevision right) => left.Value > right.Value;

    /// <summary>Not later than.</summary>
    public static bool operator <=(JournalRevision left, JournalRevision right) => left.Value <= right.Value;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(JournalRevision left, JournalRevision right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
