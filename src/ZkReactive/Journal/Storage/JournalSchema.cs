using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>
/// The file's layout. The tables keep kinds and streams as numbers, so that they stay small; the view
/// <c>events</c> is for people: <c>sqlite3 journal.db 'select * from events'</c>.
/// </summary>
internal static class JournalSchema
{
    /// <summary>"ZKRJ": tells a journal from any other SQLite file.</summary>
    public const int ApplicationId = 0x5A4B524A;

    /// <summary>Step n makes layout n + 1 out of layout n. Steps that were shipped never change; new ones are added at the end.</summary>
    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE journal_name (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE journal_event (
            seq INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,      -- microseconds since 1970, UTC
            kind INTEGER NOT NULL,      -- journal_name.id
            stream INTEGER NOT NULL,    -- journal_name.id
            zxid INTEGER,
            version INTEGER,
            correlation TEXT,
            payload TEXT NOT NULL);     -- JSON
        CREATE TABLE journal_by_time (time INTEGER, seq INTEGER, PRIMARY KEY (time, seq)) WITHOUT ROWID;
        CREATE TABLE journal_by_stream (stream INTEGER, seq INTEGER, PRIMARY KEY (stream, seq)) WITHOUT ROWID;
        CREATE TABLE journal_by_kind (kind INTEGER, seq INTEGER, PRIMARY KEY (kind, seq)) WITHOUT ROWID;
        CREATE TABLE journal_by_correlation (correlation TEXT, seq INTEGER, PRIMARY KEY (correlation, seq)) WITHOUT ROWID;
        CREATE TABLE journal_indexed (
            through INTEGER NOT NULL);  -- the last revision in the journal_by_ tables; later events are few and scanned
        INSERT INTO journal_indexed VALUES (0);
        CREATE TABLE journal_dropped (
            stream INTEGER PRIMARY KEY, -- 0: the journal as a whole
            last INTEGER NOT NULL);     -- the last revision of it that retention took
        CREATE TABLE journal_snapshot (
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            time INTEGER NOT NULL,
            state TEXT NOT NULL,        -- JSON
            PRIMARY KEY (name, version, revision));
        CREATE VIEW events AS
            SELECT e.seq,
                strftime('%Y-%m-%dT%H:%M:%S', e.time / 1000000, 'unixepoch') || printf('.%06dZ', e.time % 1000000) AS time,
                k.name AS kind,
                s.name AS stream,
                CASE WHEN e.zxid IS NOT NULL THEN printf('0x%x', e.zxid) END AS zxid,
                e.version,
                e.correlation,
                e.payload
            FROM journal_event e
            JOIN journal_name k ON k.id = e.kind
            JOIN journal_name s ON s.id = e.stream;
        CREATE VIEW snapshots AS
            SELECT name, version, revision,
                strftime('%Y-%m-%dT%H:%M:%S', time / 1000000, 'unixepoch') || printf('.%06dZ', time % 1000000) AS time,
                state
            FROM journal_snapshot;
        """,
    ];

    /// <summary>Makes or upgrades the layout, all in one transaction.</summary>
    /// <exception cref="JournalSchemaException">The file is no journal, or newer than this version.</exception>
    public static void Upgrade(SqliteConnection connection, string file, IReadOnlyList<string>? migrations = null)
    {
        migrations ??= Migrations;
        var found = Found(connection, file, migrations.Count, out var isNew);
        if (found == migrations.Count) return;

        if (isNew) Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        using var transaction = connection.BeginTransaction();
        foreach (var step in migrations.Skip(found)) Execute(connection, step);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {migrations.Count}"));
        transaction.Commit();
    }

    /// <summary>Makes sure that a reader understands the layout.</summary>
    /// <exception cref="JournalSchemaException">The file is no journal, or has another layout.</exception>
    public static void Check(SqliteConnection connection, string file)
    {
        var found = Found(connection, file, Migrations.Count, out _);
        if (found != Migrations.Count) throw new JournalSchemaException(file, found, Migrations.Count);
    }

    private static int Found(SqliteConnection connection, string file, int supported, out bool isNew)
    {
        var application = Number(connection, "PRAGMA application_id");
        var found = (int)Number(connection, "PRAGMA user_version");
        isNew = application == 0 && found == 0 && Number(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !isNew) throw new JournalSchemaException(file, 0, supported);
        if (found > supported) throw new JournalSchemaException(file, found, supported);
        return found;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        return statement.Number() ?? 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
