using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>Takes the oldest events away, some at a time, so that appends never wait long.</summary>
internal static class RetentionTable
{
    /// <summary>How many events go in one transaction.</summary>
    public const int Chunk = 5_000;

    public static long UsedBytes(SqliteConnection connection) =>
        (Number(connection, "PRAGMA page_count") - Number(connection, "PRAGMA freelist_count")) * Number(connection, "PRAGMA page_size");

    /// <summary>The first and last revision; zeros when there is no event.</summary>
    public static (long First, long Last) Range(SqliteConnection connection) =>
        (Number(connection, "SELECT min(seq) FROM journal_event"), Number(connection, "SELECT max(seq) FROM journal_event"));

    /// <summary>The last revision before the first event of a time or later: all up to it is older.</summary>
    public static long LastBefore(SqliteConnection connection, DateTimeOffset time, long last)
    {
        using var first = new SqliteStatement(connection, EventIndex.FirstSince);
        first.Bind(1, EventTime.ToMicroseconds(time));
        first.Bind(2, EventIndex.Through(connection));
        return first.Number() is { } seq ? seq - 1 : last;
    }

    public static long DroppedThrough(SqliteConnection connection) =>
        Number(connection, "SELECT last FROM journal_dropped WHERE stream = 0");

    /// <summary>Drops the events of a range, remembers how far each stream had come, and gives free pages back.</summary>
    public static void Drop(SqliteConnection connection, long first, long last)
    {
        RunRange(connection, "INSERT OR REPLACE INTO journal_dropped (stream, last) SELECT stream, max(seq) FROM journal_event WHERE seq BETWEEN ?1 AND ?2 GROUP BY +stream", first, last);
        RunRange(connection, "INSERT OR REPLACE INTO journal_dropped (stream, last) VALUES (0, max(?1, ?2))", first, last);
        EventIndex.Drop(connection, first, last);
        RunRange(connection, "DELETE FROM journal_event WHERE seq BETWEEN ?1 AND ?2", first, last);
        JournalConnection.Run(connection, "PRAGMA incremental_vacuum(2000)");
    }

    private static void RunRange(SqliteConnection connection, string sql, long first, long last)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Bind(1, first);
        statement.Bind(2, last);
        statement.Run();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        return statement.Number() ?? 0;
    }
}
