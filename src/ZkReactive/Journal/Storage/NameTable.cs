using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>The writer's numbers for kinds and streams, kept in memory for the names used lately.</summary>
internal sealed class NameTable : IDisposable
{
    /// <summary>When full it is emptied and fills again; a look-up in the file costs little.</summary>
    private const int Capacity = 65_536;

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _add;

    public NameTable(SqliteConnection connection)
    {
        _find = new SqliteStatement(connection, "SELECT id FROM journal_name WHERE name = ?1");
        _add = new SqliteStatement(connection, "INSERT INTO journal_name (name) VALUES (?1) RETURNING id");
    }

    /// <summary>The number of a name, given to it now if it has none.</summary>
    public long Number(string name)
    {
        if (_known.TryGetValue(name, out var number)) return number;
        if (_known.Count >= Capacity) _known.Clear();
        _find.Bind(1, name);
        if (_find.Number() is { } found) return _known[name] = found;
        _add.Bind(1, name);
        if (!_add.Step()) throw new InvalidOperationException("SQLite returned no row for an insert.");
        number = _add.Int64(0);
        _add.Run();
        return _known[name] = number;
    }

    /// <summary>Forgets what it knows: a transaction was rolled back, or another process wrote.</summary>
    public void Forget() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }
}
