using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ZkReactive.Journal.Storage;

/// <summary>
/// A prepared statement on SQLite's own functions. ADO.NET makes a reader and boxes every value for each row, which
/// costs more than SQLite itself does. Columns and parameters count as SQLite counts them: columns from 0, parameters
/// from 1. Errors are thrown as <see cref="SqliteException"/>.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    public void Bind(int index, long? value)
    {
        if (value is { } number) Bind(index, number);
        else Check(raw.sqlite3_bind_null(_statement, index));
    }

    public void Bind(int index, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, value));

    /// <summary>Binds text that is UTF-8 already. SQLite copies it.</summary>
    public void Bind(int index, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_statement, index, utf8));

    /// <summary>Goes to the next row; false, and ready to be run again, when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        Reset();
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Runs to the end and forgets the rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>The first row's first number, or null when there is no row or the value is null.</summary>
    public long? Number()
    {
        if (!Step()) return null;
        var number = NumberAt(0);
        Reset();
        return number;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? NumberAt(int column) => IsNull(column) ? null : Int64(column);

    public string? TextAt(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Utf8(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>Makes it ready to be run again. An error of the run before is reported there, not here.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }
}
