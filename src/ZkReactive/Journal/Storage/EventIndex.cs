using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>
/// The look-up tables by time, stream, kind and correlation. They are filled a few thousand events at a time, sorted:
/// kept up with every append they would dirty a page for each stream in each commit and make appending several times
/// slower. The events after <see cref="Through"/> are few, so a reader scans them.
/// </summary>
internal static class EventIndex
{
    /// <summary>How many events there may be that are not in the tables yet.</summary>
    public const int Every = 4096;

    /// <summary>The latest event's revision at or before ?1 (time), with ?2 the last indexed revision.</summary>
    public const string LastAt =
        """
        SELECT seq FROM (
            SELECT * FROM (SELECT time, seq FROM journal_by_time WHERE time <= ?1 ORDER BY time DESC, seq DESC LIMIT 1)
            UNION ALL
            SELECT * FROM (SELECT time, seq FROM journal_event WHERE seq > ?2 AND time <= ?1 ORDER BY time DESC, seq DESC LIMIT 1))
        ORDER BY time DESC, seq DESC LIMIT 1
        """;

    /// <summary>The least revision with a time of ?1 or later, with ?2 the last indexed revision.</summary>
    public const string FirstSince =
        """
        SELECT min(seq) FROM (
            SELECT min(seq) AS seq FROM journal_by_time WHERE time >= ?1
            UNION ALL
            SELECT min(seq) FROM journal_event WHERE seq > ?2 AND time >= ?1)
        """;

    /// <summary>The greatest revision with a time before ?1, with ?2 the last indexed revision.</summary>
    public const string LastBefore =
        """
        SELECT max(seq) FROM (
            SELECT max(seq) AS seq FROM journal_by_time WHERE time < ?1
            UNION ALL
            SELECT max(seq) FROM journal_event WHERE seq > ?2 AND time < ?1)
        """;

    public const string Indexed = "SELECT through FROM journal_indexed";

    private static readonly (string Table, string Column)[] Tables =
        [("journal_by_time", "time"), ("journal_by_stream", "stream"), ("journal_by_kind", "kind"), ("journal_by_correlation", "correlation")];

    /// <summary>The last revision that is in the tables.</summary>
    public static long Through(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, Indexed);
        return statement.Number() ?? 0;
    }

    /// <summary>Takes the events of a range in.</summary>
    public static void Extend(SqliteConnection connection, long after, long through)
    {
        foreach (var (table, column) in Tables)
        {
            Run(connection, $"INSERT INTO {table} SELECT {column}, seq FROM journal_event WHERE seq > ?1 AND seq <= ?2 AND {column} IS NOT NULL ORDER BY +{column}, seq", after, through);
        }

        Run(connection, "UPDATE journal_indexed SET through = max(?1, ?2)", after, through);
    }

    /// <summary>Takes the events of a range out, before they are dropped.</summary>
    public static void Drop(SqliteConnection connection, long first, long last)
    {
        foreach (var (table, column) in Tables)
        {
            Run(connection, $"DELETE FROM {table} WHERE ({column}, seq) IN (SELECT {column}, seq FROM journal_event WHERE seq BETWEEN ?1 AND ?2)", first, last);
        }
    }

    private static void Run(SqliteConnection connection, string sql, long first, long last)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Bind(1, first);
        statement.Bind(2, last);
        statement.Run();
    }
}
