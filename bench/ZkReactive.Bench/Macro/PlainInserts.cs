using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ZkReactive.Bench.Macro;

/// <summary>The measure: the journal's rows inserted with Microsoft.Data.Sqlite and one prepared command, as one writes it by hand.</summary>
internal static class PlainInserts
{
    public enum Kind
    {
        /// <summary>A table with a primary key; the system writes commits out when it likes.</summary>
        Bare,

        /// <summary>The same with the journal's four indexes.</summary>
        Indexed,

        /// <summary>A table with a primary key; every commit is forced to the disk.</summary>
        Durable,
    }

    /// <returns>The seconds it took.</returns>
    public static double Run(string path, int events, int batch, Kind kind)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, kind == Kind.Durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        Execute(connection, "CREATE TABLE event (seq INTEGER PRIMARY KEY, time INTEGER, kind TEXT, stream TEXT, zxid INTEGER, version INTEGER, correlation TEXT, payload TEXT)");
        if (kind == Kind.Indexed)
        {
            Execute(connection, "CREATE INDEX a ON event (time); CREATE INDEX b ON event (stream); CREATE INDEX c ON event (kind); CREATE INDEX d ON event (correlation)");
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO event (time, kind, stream, zxid, version, correlation, payload) VALUES ($t, $k, $s, $z, $v, $c, $p)";
        var values = new[] { "$t", "$k", "$s", "$z", "$v", "$c", "$p" }.Select(name => insert.Parameters.AddWithValue(name, 0)).ToArray();
        insert.Prepare();

        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < events; first += batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var number = first; number < first + batch; number++)
            {
                values[0].Value = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
                values[1].Value = JournalLoad.Kind(number);
                values[2].Value = JournalLoad.Stream(number);
                values[3].Value = 0x100000000L + number;
                values[4].Value = number;
                values[5].Value = JournalLoad.Correlation(number);
                values[6].Value = JournalLoad.Payload(number);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
