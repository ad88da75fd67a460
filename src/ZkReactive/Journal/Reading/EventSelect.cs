using System.Globalization;
using System.Text;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>
/// The SQL of a query. Of the conditions that have an index only the most selective may use it; the others get a unary
/// plus, which hides them from SQLite's planner. So rows always come out in order without a sort, and a page costs
/// what the page holds.
/// </summary>
internal static class EventSelect
{
    private const int FirstKind = 10;

    /// <summary>The statement's text, which depends on the shape of the query alone.</summary>
    public static string Sql(JournalQuery query)
    {
        var byCorrelation = query.Correlation is not null;
        var byStream = !byCorrelation && query.Stream is not null;
        var byKind = !byCorrelation && !byStream && query.Kinds.Count == 1;

        var sql = new StringBuilder("SELECT seq, time, kind, stream, zxid, version, correlation, payload FROM journal_event WHERE seq > ?1 AND seq <= ?2");
        if (byCorrelation) sql.Append(" AND correlation = ?5");
        if (query.Stream is not null) sql.Append(byStream ? " AND stream" : " AND +stream").Append(" = (SELECT id FROM journal_name WHERE name = ?4)");
        if (query.Kinds.Count > 0)
        {
            sql.Append(byKind ? " AND kind = " : " AND +kind IN ").Append("(SELECT id FROM journal_name WHERE name IN (");
            for (var i = 0; i < query.Kinds.Count; i++) sql.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"?{FirstKind + i}");
            sql.Append("))");
        }

        if (query.Since is not null) sql.Append(" AND +time >= ?6");
        if (query.Until is not null) sql.Append(" AND +time < ?7");
        return sql.Append(query.Direction == JournalDirection.Forward ? " ORDER BY seq LIMIT ?3" : " ORDER BY seq DESC LIMIT ?3").ToString();
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
}
