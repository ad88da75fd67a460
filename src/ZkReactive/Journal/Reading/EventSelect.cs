using System.Globalization;
using System.Text;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>
/// The SQL of a query, for the events that are in the look-up tables and for those that are not yet. The most selective
/// condition that has a look-up table uses it; so rows always come out in order without a sort, and a page costs what
/// the page holds.
/// </summary>
internal static class EventSelect
{
    private const int FirstKind = 10;
    private const string StreamNumber = "(SELECT id FROM journal_name WHERE name = ?4)";

    /// <summary>Whether a condition of the query has a look-up table.</summary>
    public static bool HasLookup(JournalQuery query) => Lookup(query) is not null;

    /// <summary>The statement's text, which depends on the shape of the query alone.</summary>
    /// <param name="query">The query.</param>
    /// <param name="useLookup">Whether to go by a look-up table, or through all events of the range.</param>
    public static string Sql(JournalQuery query, bool useLookup)
    {
        var sql = new StringBuilder("SELECT e.seq, e.time, e.kind, e.stream, e.zxid, e.version, e.correlation, e.payload FROM ");
        if (useLookup && Lookup(query) is var (table, key)) sql.Append(CultureInfo.InvariantCulture, $"{table} i CROSS JOIN journal_event e ON e.seq = i.seq WHERE i.{key} AND i.seq > ?1 AND i.seq <= ?2");
        else sql.Append("journal_event e WHERE e.seq > ?1 AND e.seq <= ?2");

        if (query.Correlation is not null) sql.Append(" AND e.correlation = ?5");
        if (query.Stream is not null) sql.Append(" AND e.stream = ").Append(StreamNumber);
        if (query.Kinds.Count > 0) sql.Append(" AND e.kind IN ").Append(KindNumbers(query));
        if (query.Since is not null) sql.Append(" AND e.time >= ?6");
        if (query.Until is not null) sql.Append(" AND e.time < ?7");
        sql.Append(useLookup ? " ORDER BY i.seq" : " ORDER BY e.seq");
        return sql.Append(query.Direction == JournalDirection.Forward ? " LIMIT ?3" : " DESC LIMIT ?3").ToString();
    }

    /// <summary>Binds the query's values, the range left to read, and how many rows to return (-1: all).</summary>
    public static void Bind(SqliteStatement statement, JournalQuery query, long after, long through, int limit)
    {
        statement.Bind(1, after);
        statement.Bind(2, through);
        statement.Bind(3, limit);
        if (query.Stream is not null) statement.Bind(4, query.Stream);
        if (query.Correlation is not null) statement.Bind(5, query.Correlation);
        if (query.Since is { } since) statement.Bind(6, EventTime.ToMicroseconds(since));
        if (query.Until is { } until) statement.Bind(7, EventTime.ToMicroseconds(until));
        for (var i = 0; i < query.Kinds.Count; i++) statement.Bind(FirstKind + i, query.Kinds[i]);
    }

    private static (string Table, string Key)? Lookup(JournalQuery query) => query switch
    {
        { Correlation: not null } => ("journal_by_correlation", "correlation = ?5"),
        { Stream: not null } => ("journal_by_stream", "stream = " + StreamNumber),
        { Kinds.Count: 1 } => ("journal_by_kind", "kind = " + KindNumbers(query)),
        _ => null,
    };

    private static string KindNumbers(JournalQuery query) =>
        $"(SELECT id FROM journal_name WHERE name IN ({string.Join(", ", Enumerable.Range(FirstKind, query.Kinds.Count).Select(i => $"?{i}"))}))";
}
