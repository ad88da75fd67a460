using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ZkReactive.Journal.Storage;

/// <summary>
/// The writer's side of the file: one connection, one transaction at a time, used by one thread at a time. Other
/// processes may write to the same file; every transaction begins by looking whether one did.
/// </summary>
internal sealed class JournalStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly NameTable _names;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _dataVersion;
    private readonly SqliteStatement _last;
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _insert;

    /// <summary>The last event of each stream that has one after <see cref="_indexed"/>, by the stream's number.</summary>
    private readonly Dictionary<long, long> _tailHeads = [];
    private long _indexed;
    private JournalDurability _durability = JournalDurability.Process;
    private long _seenVersion = -1;
    private long _lastRevision;

    private JournalStore(SqliteConnection connection)
    {
        _connection = connection;
        _names = new NameTable(connection);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _dataVersion = new SqliteStatement(connection, "PRAGMA data_version");
        _last = new SqliteStatement(connection, "SELECT max(seq) FROM journal_event");
        _head = new SqliteStatement(
            connection,
            "SELECT max(coalesce((SELECT max(seq) FROM journal_by_stream WHERE stream = ?1), 0), coalesce((SELECT last FROM journal_dropped WHERE stream = ?1), 0))");
        _insert = new SqliteStatement(
            connection,
            "INSERT INTO journal_event (seq, time, kind, stream, zxid, version, correlation, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    }

    public SqliteConnection Connection => _connection;

    /// <summary>Opens the file, makes or upgrades its layout and meets its first damage, if it has any.</summary>
    public static JournalStore Open(string file, bool verify)
    {
        var connection = JournalConnection.OpenWriter(file);
        try
        {
            JournalSchema.Upgrade(connection, file);
            if (verify) Verify(connection);
            var store = new JournalStore(connection);
            _ = store._last.Number();
            return store;
        }
        catch
        {
            JournalConnection.CloseUntouched(connection);
            throw;
        }
    }

    /// <summary>Begins a transaction that will be as durable as asked.</summary>
    public void Begin(JournalDurability durability)
    {
        if (durability != _durability)
        {
            // In WAL mode FULL forces each commit to the disk; NORMAL leaves that to the checkpoints.
            JournalConnection.Run(_connection, durability == JournalDurability.Disk ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _durability = durability;
        }

        _begin.Run();
        var version = _dataVersion.Number() ?? 0;
        if (version == _seenVersion) return;
        _names.Forget();
        _lastRevision = _last.Number() ?? 0;
        _indexed = EventIndex.Through(_connection);
        ReadTailHeads();
        _seenVersion = version;
    }

    public void Commit()
    {
        if (_lastRevision - _indexed >= EventIndex.Every)
        {
            EventIndex.Extend(_connection, _indexed, _lastRevision);
            _indexed = _lastRevision;
            _tailHeads.Clear();
        }

        _commit.Run();
    }

    /// <summary>Takes back what the transaction did, if there is one.</summary>
    public void Rollback()
    {
        _seenVersion = -1;
        if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0) JournalConnection.Run(_connection, "ROLLBACK");
    }

    /// <summary>The revision of a stream's last event, dropped ones included; 0 when it never had one.</summary>
    public JournalRevision HeadOf(string stream)
    {
        var number = _names.Number(stream);
        if (_tailHeads.TryGetValue(number, out var tail)) return new JournalRevision(tail);
        _head.Bind(1, number);
        return new JournalRevision(_head.Number() ?? 0);
    }

    /// <summary>Writes an event as the journal's last.</summary>
    public JournalRevision Insert(JournalEntry entry, DateTimeOffset time)
    {
        var revision = _lastRevision + 1;
        var stream = _names.Number(entry.Stream);
        _insert.Bind(1, revision);
        _insert.Bind(2, EventTime.ToMicroseconds(time));
        _insert.Bind(3, _names.Number(entry.Kind));
        _insert.Bind(4, stream);
        _insert.Bind(5, entry.Zxid == default ? null : entry.Zxid.Value);
        _insert.Bind(6, entry.Version?.Value);
        _insert.Bind(7, entry.Correlation);
        _insert.Bind(8, entry.Payload.Utf8.Span);
        _insert.Run();
        _lastRevision = revision;
        _tailHeads[stream] = revision;
        return new JournalRevision(revision);
    }

    /// <summary>Closes without a checkpoint.</summary>
    public void CloseUntouched()
    {
        DisposeStatements();
        JournalConnection.CloseUntouched(_connection);
    }

    public void Dispose()
    {
        DisposeStatements();
        _connection.Dispose();
    }

    private static void Verify(SqliteConnection connection)
    {
        using var check = new SqliteStatement(connection, "PRAGMA quick_check(1)");
        if (!check.Step()) return;
        var finding = check.TextAt(0);
        check.Reset();
        if (finding != "ok") throw new SqliteException($"quick_check found damage: {finding}", raw.SQLITE_CORRUPT);
    }

    private void ReadTailHeads()
    {
        _tailHeads.Clear();
        using var heads = new SqliteStatement(_connection, "SELECT stream, max(seq) FROM journal_event WHERE seq > ?1 GROUP BY stream");
        heads.Bind(1, _indexed);
        while (heads.Step()) _tailHeads[heads.Int64(0)] = heads.Int64(1);
    }

    private void DisposeStatements()
    {
        _names.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _dataVersion.Dispose();
        _last.Dispose();
        _head.Dispose();
        _insert.Dispose();
    }
}
