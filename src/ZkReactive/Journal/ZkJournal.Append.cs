using ZkReactive.Journal.Writing;

namespace ZkReactive.Journal;

/// <content>Appending.</content>
public sealed partial class ZkJournal
{
    /// <summary>Appends an event.</summary>
    /// <inheritdoc cref="AppendAsync(IReadOnlyList{JournalEntry}, ExpectedRevision, JournalDurability?, CancellationToken)"/>
    public ValueTask<JournalAppended> AppendAsync(
        JournalEntry entry,
        ExpectedRevision expected = default,
        JournalDurability? durability = null,
        CancellationToken cancellationToken = default) =>
        AppendAsync([entry], expected, durability, cancellationToken);

    /// <summary>
    /// Appends events, all or none, with consecutive revisions. When the queue is full the call waits for a place. A
    /// cancelled call has appended nothing: once the writer has begun, it is too late to cancel.
    /// </summary>
    /// <param name="entries">One event at least.</param>
    /// <param name="expected">What the events' stream must look like; they must then all be of one stream. Default: any.</param>
    /// <param name="durability">What the events survive once acknowledged. Default: as the options say.</param>
    /// <param name="cancellationToken">Withdraws the events while they wait for the writer.</param>
    /// <exception cref="ArgumentException">There is no event, or a revision is expected of several streams.</exception>
    /// <exception cref="JournalConflictException">The stream has events that were not expected. Nothing was appended.</exception>
    /// <exception cref="JournalUnavailableException">The file could not be written. Nothing was appended.</exception>
    public async ValueTask<JournalAppended> AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        ExpectedRevision expected = default,
        JournalDurability? durability = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0) throw new ArgumentException("One event at least is needed.", nameof(entries));
        if (!expected.IsAny && entries.Any(entry => entry.Stream != entries[0].Stream))
        {
            throw new ArgumentException("A revision can be expected of one stream only; append to the others apart.", nameof(entries));
        }

        var request = new AppendRequest(entries, expected, durability ?? _options.Durability, cancellationToken);
        return await _writer.DoAsync(request, cancellationToken);
    }
}
