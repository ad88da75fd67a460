using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>Events to be appended together: all or none.</summary>
internal sealed class AppendRequest(
    IReadOnlyList<JournalEntry> entries, ExpectedRevision expected, JournalDurability durability, CancellationToken cancellationToken)
    : WriterRequest<JournalAppended>(durability, cancellationToken)
{
    public override int Events => entries.Count;

    protected override JournalAppended Run(JournalStore store, DateTimeOffset now, int generation)
    {
        if (!expected.IsAny)
        {
            var head = store.HeadOf(entries[0].Stream);
            if (!expected.Admits(head)) throw new JournalConflictException(entries[0].Stream, expected, head);
        }

        // What the caller gets must equal what a reader gets, to the microsecond.
        var time = EventTime.FromMicroseconds(EventTime.ToMicroseconds(now));
        var first = store.Insert(entries[0], time);
        var last = first;
        for (var i = 1; i < entries.Count; i++) last = store.Insert(entries[i], time);
        return new JournalAppended(first, last, time) { Generation = generation };
    }
}
