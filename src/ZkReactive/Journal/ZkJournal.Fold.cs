namespace ZkReactive.Journal;

/// <content>Folds that are written through.</content>
public sealed partial class ZkJournal
{
    /// <summary>Folds a stream, to go on from its present state.</summary>
    /// <param name="projection">How the state is made; it must name its stream.</param>
    /// <param name="snapshotEvery">After how many revisions of the journal a snapshot is saved. 1 or more, default 4,096.</param>
    /// <param name="cancellationToken">Ends the fold.</param>
    /// <exception cref="ArgumentException">The projection names no stream, or only some kinds.</exception>
    /// <exception cref="JournalTruncatedException">Events that it needs were dropped and no snapshot stands in for them.</exception>
    /// <exception cref="ProjectionFailedException">A function of the projection threw, or a snapshot could not be read.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async ValueTask<JournalFold<TState>> OpenFoldAsync<TState>(
        JournalProjection<TState> projection, int snapshotEvery = 4096, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(projection);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(snapshotEvery);
        if (projection.Stream is null || projection.Kinds.Count > 0)
        {
            throw new ArgumentException($"The projection '{projection.Name}' must name a stream and take all its kinds to be written through.", nameof(projection));
        }

        var generation = _writer.Generation;
        var state = await Reader.FoldAsync(projection, cancellationToken);
        var fold = new JournalFold<TState>(this, projection, snapshotEvery, generation, state);
        await fold.SnapshotIfDueAsync(cancellationToken);
        return fold;
    }
}
