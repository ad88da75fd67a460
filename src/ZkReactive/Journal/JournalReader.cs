using System.Runtime.CompilerServices;
using ZkReactive.Journal.Reading;

namespace ZkReactive.Journal;

/// <summary>
/// Reads a journal: from the process that writes it (<see cref="ZkJournal.Reader"/>) or from any other. Readers never
/// hinder the writer nor one another. All members may be called from any thread at once.
/// </summary>
public sealed partial class JournalReader : IAsyncDisposable
{
    private const int PageSize = 512;

    private readonly JournalReaderOptions _options;
    private readonly JournalSignal? _signal;
    private readonly ReadPool _pool;
    private readonly CancellationTokenSource _disposed = new();

    internal JournalReader(JournalReaderOptions options, JournalSignal? signal = null)
    {
        options.Validate();
        _options = options;
        _signal = signal;
        _pool = new ReadPool(options);
    }

    /// <summary>Opens a journal that some process has made.</summary>
    /// <exception cref="JournalUnavailableException">The file is missing or may not be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    /// <exception cref="JournalSchemaException">The file is no journal, or has a layout that is not known here.</exception>
    public static async ValueTask<JournalReader> OpenAsync(JournalReaderOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = new JournalReader(options);
        try
        {
            await reader.LastRevisionAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>The revision of the last event; <see cref="JournalRevision.Start"/> when there is none.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async ValueTask<JournalRevision> LastRevisionAsync(CancellationToken cancellationToken = default) =>
        new(await _pool.RunAsync(connection => connection.Last, cancellationToken));

    /// <summary>The revision of the latest event at or before a time; <see cref="JournalRevision.Start"/> when all are later.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async ValueTask<JournalRevision> RevisionAtAsync(DateTimeOffset time, CancellationToken cancellationToken = default) =>
        new(await _pool.RunAsync(connection => connection.LastAt(time), cancellationToken));

    /// <summary>
    /// Reads events in the order of their revisions, up to the last one there is when the reading begins. Holds one
    /// page in memory and no lock while the caller works.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The query has a value out of its bounds.</exception>
    /// <exception cref="JournalUnavailableException">The file cannot be read.</exception>
    /// <exception cref="JournalCorruptException">The file is damaged.</exception>
    public async IAsyncEnumerable<JournalEvent> ReadAsync(
        JournalQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= JournalQuery.All;
        query.Validate();
        var (after, through) = await _pool.RunAsync(connection => connection.Bounds(query), cancellationToken);
        var left = query.Limit ?? int.MaxValue;
        while (left > 0 && after < through)
        {
            var size = Math.Min(left, PageSize);
            var (from, to) = (after, through);
            var page = await _pool.RunAsync(connection => connection.Page(query, from, to, size), cancellationToken);
            foreach (var recorded in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return recorded;
            }

            if (page.Count < size) yield break;
            left -= page.Count;
            if (query.Direction == JournalDirection.Forward) after = page[^1].Revision.Value;
            else through = page[^1].Revision.Value - 1;
        }
    }

    /// <summary>Ends the live readings and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _pool.Dispose();
    }

    /// <summary>Closes the connections that nobody reads with: the writer has set the file aside, or nothing will be read for long.</summary>
    internal void Renew() => _pool.Renew();
}
