using Microsoft.Data.Sqlite;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>
/// One live reading without its waiting: each <see cref="Poll"/> says what is new. When nothing was written it costs one
/// look at shared memory (SQLite's <c>data_version</c>).
/// </summary>
internal sealed class JournalFollower : IDisposable
{
    /// <summary>How many events a poll returns at most: what a live reading holds in memory.</summary>
    public const int PageSize = 512;

    private readonly JournalReaderOptions _options;
    private readonly JournalQuery _query;
    private readonly ReplacementWatch _watch;
    private ReadConnection? _connection;
    private long _cursor;
    private long? _seenVersion;
    private bool _caughtUp;

    public JournalFollower(JournalReaderOptions options, JournalQuery query)
    {
        _options = options;
        _query = query;
        _watch = new ReplacementWatch(options.Path, options.Time);
        _connection = new ReadConnection(options.Path);
        _cursor = query.Since is null ? query.After.Value : _connection.Bounds(query).After;
    }

    /// <summary>Whether the last poll left something unread.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>What is new, at most a page; empty when nothing is.</summary>
    public IReadOnlyList<JournalMessage> Poll(bool lookForReplacement = false)
    {
        try
        {
            var setAside = _watch.Look(lookForReplacement);
            if (setAside is null) return _connection is null ? Reopen([]) : ReadNew([]);
            _connection?.Dispose();
            _connection = null;
            return Reopen([new JournalMessage.Replaced(setAside)]);
        }
        catch (SqliteException exception)
        {
            throw StorageErrors.Translate(_options.Path, exception);
        }
    }

    public void Dispose() => _connection?.Dispose();

    private List<JournalMessage> Reopen(List<JournalMessage> messages)
    {
        _cursor = 0;
        _seenVersion = null;
        _caughtUp = false;

        // The writer makes the new file a moment after it moved the old one; the next poll tries again.
        if (!File.Exists(_options.Path)) return messages;
        try
        {
            _connection = new ReadConnection(_options.Path);
        }
        catch (JournalSchemaException)
        {
            return messages;
        }

        return ReadNew(messages);
    }

    private List<JournalMessage> ReadNew(List<JournalMessage> messages)
    {
        var connection = _connection!;
        var version = connection.DataVersion;
        if (version == _seenVersion && !IsBehind) return messages;

        using var view = connection.OneView();
        var last = connection.Last;
        var dropped = connection.DroppedThrough;
        if (dropped > _cursor)
        {
            messages.Add(new JournalMessage.EventsDropped(new JournalRevision(dropped)));
            _cursor = dropped;
            _caughtUp = false;
        }

        var page = connection.Page(_query, _cursor, last, PageSize);
        foreach (var recorded in page) messages.Add(new JournalMessage.Event(recorded));
        _seenVersion = version;
        IsBehind = page.Count == PageSize;
        _cursor = IsBehind ? page[^1].Revision.Value : Math.Max(_cursor, last);
        if (!IsBehind && !_caughtUp)
        {
            _caughtUp = true;
            messages.Add(new JournalMessage.CaughtUp(new JournalRevision(_cursor)));
        }

        return messages;
    }
}
