namespace ZkReactive.Journal;

/// <summary>
/// A decider's side of a journal: it owns one stream, knows its present state, and changes it only by appending events.
/// Saves a snapshot now and then, so that the next start does not grow with the journal's age. Made by
/// <see cref="ZkJournal.OpenFoldAsync"/>. One call at a time.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
public sealed class JournalFold<TState>
{
    private readonly ZkJournal _journal;
    private readonly JournalProjection<TState> _projection;
    private readonly int _snapshotEvery;
    private int _generation;
    private bool _snapshotMissed;

    internal JournalFold(ZkJournal journal, JournalProjection<TState> projection, int snapshotEvery, int generation, JournalState<TState> state)
    {
        _journal = journal;
        _projection = projection;
        _snapshotEvery = snapshotEvery;
        _generation = generation;
        State = state.Value;
        Revision = state.Revision;
        SnapshotRevision = state.SnapshotRevision;
    }

    /// <summary>The present state.</summary>
    public TState State { get; private set; }

    /// <summary>The last revision of the journal that the state takes into account.</summary>
    public JournalRevision Revision { get; private set; }

    /// <summary>The revision of the newest snapshot: what retention may take as its floor.</summary>
    public JournalRevision SnapshotRevision { get; private set; }

    /// <summary>
    /// Appends events to the stream and lets the state take them in. When it throws, nothing was appended and the state
    /// is as before.
    /// </summary>
    /// <returns>The state after the events.</returns>
    /// <exception cref="ArgumentException">There is no event, or one is of another stream.</exception>
    /// <exception cref="JournalConflictException">Somebody else wrote to the stream: open a new fold and decide anew.</exception>
    /// <exception cref="JournalUnavailableException">The file could not be written.</exception>
    /// <exception cref="ProjectionFailedException">The projection threw: the events are in the journal, the state has not taken them in. Open a new fold.</exception>
    public async ValueTask<TState> AppendAsync(
        IReadOnlyList<JournalEntry> entries, JournalDurability? durability = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Any(entry => entry.Stream != _projection.Stream))
        {
            throw new ArgumentException($"Every event must be of the stream '{_projection.Stream}'.", nameof(entries));
        }

        var appended = await _journal.AppendAsync(entries, ExpectedRevision.NothingAfter(Revision), durability, cancellationToken);
        var state = State;
        for (var i = 0; i < entries.Count; i++)
        {
            state = JournalReader.Evolve(_projection, state, Recorded(entries[i], new JournalRevision(appended.First.Value + i), appended.Time));
        }

        State = state;
        Revision = appended.Last;

        if (_generation != appended.Generation)
        {
            // A damaged file was set aside. The new one knows nothing of this stream but what a snapshot tells it.
            _generation = appended.Generation;
            SnapshotRevision = JournalRevision.Start;
            _snapshotMissed = true;
        }

        await SnapshotIfDueAsync(CancellationToken.None);
        return State;
    }

    /// <summary>Saves a snapshot of the present state.</summary>
    /// <exception cref="JournalUnavailableException">The file could not be written.</exception>
    public async ValueTask SnapshotAsync(CancellationToken cancellationToken = default)
    {
        await _journal.SaveSnapshotAsync(_projection, new JournalState<TState>(State, Revision, SnapshotRevision, 0), cancellationToken);
        SnapshotRevision = Revision;
    }

    private static JournalEvent Recorded(JournalEntry entry, JournalRevision revision, DateTimeOffset time) =>
        new(revision, time, entry.Kind, entry.Stream, entry.Zxid, entry.Version, entry.Correlation, entry.Payload);

    /// <summary>A snapshot only saves time; when it fails the next append tries again, and the journal's status tells.</summary>
    internal async ValueTask SnapshotIfDueAsync(CancellationToken cancellationToken)
    {
        if (!_snapshotMissed && Revision.Value - SnapshotRevision.Value < _snapshotEvery) return;
        try
        {
            await SnapshotAsync(cancellationToken);
            _snapshotMissed = false;
        }
        catch (JournalUnavailableException)
        {
            _snapshotMissed = true;
        }
    }
}
