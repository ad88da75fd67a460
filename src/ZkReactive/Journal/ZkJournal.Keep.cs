using System.Text.Json;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal;

/// <content>Snapshots and retention.</content>
public sealed partial class ZkJournal
{
    /// <summary>How many snapshots of a projection's version are kept: a look back into the journal starts from the nearest.</summary>
    public const int SnapshotsKept = 1_000;

    /// <summary>
    /// Keeps a state, so that later folds start from it. It costs one row; the newest <see cref="SnapshotsKept"/> of each
    /// projection are kept. Do not change the state while the call runs.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The file could not be written.</exception>
    public async ValueTask SaveSnapshotAsync<TState>(
        JournalProjection<TState> projection, JournalState<TState> state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        ArgumentNullException.ThrowIfNull(state);
        var json = JsonSerializer.SerializeToUtf8Bytes(state.Value, projection.StateType);
        await OnStoreAsync(
            (store, now) =>
            {
                SnapshotTable.Save(store.Connection, projection.Name, projection.Version, state.Revision.Value, now, json, SnapshotsKept);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Drops the oldest events, some at a time, so that appends never wait long. Never drops the newest event, nor any
    /// later than the floor.
    /// </summary>
    /// <param name="retention">How much to keep.</param>
    /// <param name="floor">
    /// The last revision that nothing needs any more: the least of the newest snapshots' revisions of all projections in use.
    /// </param>
    /// <param name="cancellationToken">Ends it between two portions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is zero or negative.</exception>
    /// <exception cref="JournalUnavailableException">The file could not be written. What was dropped before stays dropped.</exception>
    public async ValueTask<JournalRetained> RetainAsync(
        JournalRetention retention, JournalRevision floor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retention);
        retention.Validate();
        var dropped = 0L;
        while (true)
        {
            var step = await OnStoreAsync((store, now) => RetentionStep.Run(store.Connection, retention, floor.Value, now), cancellationToken);
            dropped += step.Dropped;
            if (step.Dropped == 0) return new JournalRetained(dropped, new JournalRevision(step.Through), step.HeldBack, step.Bytes);
        }
    }
}
