namespace ZkReactive.Journal;

/// <summary>A state made from a journal.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="Value">The state.</param>
/// <param name="Revision">The last revision it takes into account.</param>
/// <param name="SnapshotRevision">The revision of the snapshot it was made from; <see cref="JournalRevision.Start"/> when from none.</param>
/// <param name="EventsFolded">How many events were folded on top of the snapshot.</param>
public sealed record JournalState<TState>(TState Value, JournalRevision Revision, JournalRevision SnapshotRevision, long EventsFolded);
