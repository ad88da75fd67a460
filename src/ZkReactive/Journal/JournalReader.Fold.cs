using System.Text.Json;
using ZkReactive.Journal.Reading;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal;

/// <content>Folds.</content>
public sealed partial class JournalReader
{
    private const int EventsBetweenCancellationChecks = 1024;

    /// <summary>The present state: the newest snapshot, and the events after it.</summary>
    /// <exception cref="JournalTruncatedException">Events that it needs were dropped and no snapshot stands in for them.</exception>
    /// <exception cref="ProjectionFailedException">A function of the projection threw, or a snapshot could not be read.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async ValueTask<JournalState<TState>> FoldAsync<TState>(JournalProjection<TState> projection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return await _pool.RunAsync(connection => Fold(connection, projection, connection.Last, cancellationToken), cancellationToken);
    }

    /// <summary>The state right after a revision.</summary>
    /// <inheritdoc cref="FoldAsync{TState}(JournalProjection{TState}, CancellationToken)"/>
    public async ValueTask<JournalState<TState>> FoldAsOfAsync<TState>(
        JournalProjection<TState> projection, JournalRevision revision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return await _pool.RunAsync(
            connection => Fold(connection, projection, Math.Min(revision.Value, connection.Last), cancellationToken), cancellationToken);
    }

    /// <summary>The state at a time: after the latest event that carries this time or an earlier one.</summary>
    /// <inheritdoc cref="FoldAsync{TState}(JournalProjection{TState}, CancellationToken)"/>
    public async ValueTask<JournalState<TState>> FoldAsOfAsync<TState>(
        JournalProjection<TState> projection, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return await _pool.RunAsync(
            connection => Fold(connection, projection, connection.LastAt(time), cancellationToken), cancellationToken);
    }

    private static JournalState<TState> Fold<TState>(
        ReadConnection connection, JournalProjection<TState> projection, long through, CancellationToken cancellationToken)
    {
        using var view = connection.OneView();
        var dropped = connection.DroppedThrough;
        var (state, from) = Start(connection, projection, through, dropped);
        if (dropped > from) throw new JournalTruncatedException(projection.Name, new JournalRevision(from), new JournalRevision(dropped));

        var folded = 0L;
        var query = new JournalQuery { Stream = projection.Stream, Kinds = projection.Kinds };
        foreach (var recorded in connection.Rows(query, from, through))
        {
            if (++folded % EventsBetweenCancellationChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            state = Evolve(projection, state, recorded);
        }

        return new JournalState<TState>(state, new JournalRevision(through), new JournalRevision(from), folded);
    }

    private static (TState State, long From) Start<TState>(ReadConnection connection, JournalProjection<TState> projection, long through, long dropped)
    {
        var snapshot = SnapshotTable.Find(connection.Connection, projection.Name, projection.Version, through);
        var foreign = snapshot?.Version != projection.Version;
        if (snapshot is null || (foreign && projection.Upgrade is null)) return (projection.Initial(), 0);
        try
        {
            var payload = JournalPayload.Trusted(snapshot.State);
            var state = foreign ? projection.Upgrade!(snapshot.Version, payload) : payload.Read(projection.StateType);
            return state is null ? (projection.Initial(), 0) : (state, snapshot.Revision);
        }
        catch (JsonException) when (dropped == 0)
        {
            // All events are there, so the snapshot is not needed.
            return (projection.Initial(), 0);
        }
        catch (Exception exception)
        {
            throw new ProjectionFailedException(projection.Name, new JournalRevision(snapshot.Revision), exception);
        }
    }

    internal static TState Evolve<TState>(JournalProjection<TState> projection, TState state, JournalEvent recorded)
    {
        try
        {
            return projection.Evolve(state, recorded);
        }
        catch (Exception exception)
        {
            throw new ProjectionFailedException(projection.Name, recorded.Revision, exception);
        }
    }
}
