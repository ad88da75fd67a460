namespace ZkReactive.Journal;

/// <summary>What an append did.</summary>
/// <param name="First">The revision of the first event appended.</param>
/// <param name="Last">The revision of the last; the events between have the numbers between.</param>
/// <param name="Time">The time they carry.</param>
public readonly record struct JournalAppended(JournalRevision First, JournalRevision Last, DateTimeOffset Time)
{
    /// <summary>Which file of the writer's life took them; it changes when a damaged file is set aside.</summary>
    internal int Generation { get; init; }
}
