using Microsoft.Data.Sqlite;
using ZkReactive.Journal.Storage;
using ZkReactive.Protocol;

namespace ZkReactive.Journal.Reading;

/// <summary>A connection that only reads, with the statements it has used. One thread at a time.</summary>
internal sealed class ReadConnection : IDisposable
{
    private const int StatementCapacity = 32;

    private readonly SqliteConnection _connection;
    private readonly NameCache _names;
    private readonly SqliteStatement _dataVersion;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public ReadConnection(string file)
    {
        _connection = JournalConnection.OpenReader(file);
        try
        {
            JournalSchema.Check(_connection, file);
            _names = new NameCache(_connection);
            _dataVersion = new SqliteStatement(_connection, "PRAGMA data_version");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public SqliteConnection Connection => _connection;

    /// <summary>A number that changes when another connection, of this or another process, has written.</summary>
    public long DataVersion => _dataVersion.Number() ?? 0;

    public long Last => Statement("SELECT max(seq) FROM journal_event").Number() ?? 0;

    public long DroppedThrough => Statement("SELECT last FROM journal_dropped WHERE stream = 0").Number() ?? 0;

    /// <summary>The revision of the latest event at or before a time; 0 when all are later.</summary>
    public long LastAt(DateTimeOffset time)
    {
        var find = Timed(EventIndex.LastAt, time);
        return find.Number() ?? 0;
    }

    /// <summary>Makes all that is read until the result is disposed see one and the same moment of the file.</summary>
    public IDisposable OneView() => _connection.BeginTransaction(deferred: true);

    /// <summary>The range of revisions outside of which a query finds nothing.</summary>
    public (long After, long Through) Bounds(JournalQuery query)
    {
        var after = query.After.Value;
        var through = Math.Min(query.Through?.Value ?? long.MaxValue, Last);
        if (query.Since is { } since)
        {
            after = Math.Max(after, (Timed(EventIndex.FirstSince, since).Number() ?? through + 1) - 1);
        }

        if (query.Until is { } until)
        {
            through = Math.Min(through, Timed(EventIndex.LastBefore, until).Number() ?? 0);
        }

        return (after, through);
    }

    /// <summary>Some events of a query.</summary>
    public List<JournalEvent> Page(JournalQuery query, long after, long through, int limit)
    {
        var page = new List<JournalEvent>();
        foreach (var recorded in Rows(query, after, through, limit)) page.Add(recorded);
        return page;
    }

    /// <summary>The events of a query one by one. Use nothing else of the connection meanwhile.</summary>
    public IEnumerable<JournalEvent> Rows(JournalQuery query, long after, long through, int limit = -1)
    {
        if (!EventSelect.HasLookup(query)) return Rows(query, useLookup: false, after, through, limit);

        // Read before the rows: what is looked up and what is scanned then meet, however far the tables get meanwhile.
        var indexed = Statement(EventIndex.Indexed).Number() ?? 0;
        var tail = Rows(query, useLookup: false, Math.Max(after, indexed), through, limit);
        var lookedUp = Rows(query, useLookup: true, after, Math.Min(through, indexed), limit);
        var all = query.Direction == JournalDirection.Forward ? lookedUp.Concat(tail) : tail.Concat(lookedUp);
        return limit < 0 ? all : all.Take(limit);
    }

    public void Dispose()
    {
        _names?.Dispose();
        _dataVersion?.Dispose();
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private IEnumerable<JournalEvent> Rows(JournalQuery query, bool useLookup, long after, long through, int limit)
    {
        if (after >= through) yield break;
        var statement = Statement(EventSelect.Sql(query, useLookup));
        EventSelect.Bind(statement, query, after, through, limit);
        try
        {
            while (statement.Step()) yield return Event(statement);
        }
        finally
        {
            statement.Reset();
        }
    }

    private SqliteStatement Timed(string sql, DateTimeOffset time)
    {
        var indexed = Statement(EventIndex.Indexed).Number() ?? 0;
        var statement = Statement(sql);
        statement.Bind(1, EventTime.ToMicroseconds(time));
        statement.Bind(2, indexed);
        return statement;
    }

    private JournalEvent Event(SqliteStatement row) =>
        new(
            new JournalRevision(row.Int64(0)),
            EventTime.FromMicroseconds(row.Int64(1)),
            _names.Name(row.Int64(2)),
            _names.Name(row.Int64(3)),
            new Zxid(row.Int64(4)),
            row.NumberAt(5) is { } version ? new NodeVersion((int)version) : null,
            row.TextAt(6),
            JournalPayload.Trusted(row.Utf8(7)));

    private SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        if (_statements.Count >= StatementCapacity)
        {
            foreach (var old in _statements.Values) old.Dispose();
            _statements.Clear();
        }

        return _statements[sql] = new SqliteStatement(_connection, sql);
    }
}
