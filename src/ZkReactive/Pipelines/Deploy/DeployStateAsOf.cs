using ZkReactive.Journal;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What an agent knew at a time, by its journal.</summary>
/// <param name="Path">The manifest node that it follows.</param>
/// <param name="AsOf">The time.</param>
/// <param name="Revision">The last event of the journal that counts.</param>
/// <param name="State">What it knew.</param>
public sealed record DeployStateAsOf(ZkPath Path, DateTimeOffset AsOf, JournalRevision Revision, DeployState State)
{
    /// <summary>Reads it from a journal that any process may be writing.</summary>
    /// <param name="reader">The journal.</param>
    /// <param name="asOf">The time.</param>
    /// <param name="path">The manifest node; null for the one that the journal's newest event is about.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when the journal has no event of an agent.</returns>
    /// <exception cref="JournalTruncatedException">Events that are needed for that time were dropped by retention.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public static async Task<DeployStateAsOf?> ReadAsync(
        JournalReader reader, DateTimeOffset asOf, ZkPath? path = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if ((path ?? await NewestAsync(reader, cancellationToken).ConfigureAwait(false)) is not { } found) return null;
        var folded = await reader.FoldAsOfAsync(DeployProjection.Of(found), asOf, cancellationToken).ConfigureAwait(false);
        return new(found, asOf, folded.Revision, folded.Value);
    }

    private static async Task<ZkPath?> NewestAsync(JournalReader reader, CancellationToken cancellationToken)
    {
        var query = new JournalQuery { Kinds = [.. DeployProjection.Kinds], Direction = JournalDirection.Backward, Limit = 1 };
        await foreach (var recorded in reader.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (ZkPath.TryParse(recorded.Stream, out var path, out _)) return path;
        }

        return null;
    }
}
