using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ZkReactive.Journal.Storage;

/// <summary>Opens and closes the journal's file.</summary>
internal static class JournalConnection
{
    /// <summary>How long SQLite waits for another process's lock, in milliseconds.</summary>
    private const int BusyMilliseconds = 5000;

    /// <summary>https://sqlite.org/c3ref/c_dbconfig_defensive.html: SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.</summary>
    private const int NoCheckpointOnClose = 1006;

    /// <summary>Opens for writing; the file is made when missing.</summary>
    public static SqliteConnection OpenWriter(string file)
    {
        var connection = Open(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Run(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = NORMAL");
            Run(connection, "PRAGMA wal_autocheckpoint = 4000");
            Run(connection, "PRAGMA journal_size_limit = 67108864");
            Run(connection, "PRAGMA cache_size = -16384");
            return connection;
        }
        catch
        {
            CloseUntouched(connection);
            throw;
        }
    }

    /// <summary>Opens for reading; the file must be there.</summary>
    public static SqliteConnection OpenReader(string file) => Open(file, SqliteOpenMode.ReadOnly);

    /// <summary>Closes without moving the write-ahead log into the file: a damaged file is kept as it was found.</summary>
    public static void CloseUntouched(SqliteConnection connection)
    {
        if (connection.Handle is { } handle) _ = raw.sqlite3_db_config(handle, NoCheckpointOnClose, 1, out _);
        connection.Dispose();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Run();
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        // No pooling: a pooled connection would keep a file open that is to be set aside.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle!, BusyMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
