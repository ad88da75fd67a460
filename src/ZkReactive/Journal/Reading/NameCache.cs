using Microsoft.Data.Sqlite;
using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Reading;

/// <summary>The names behind a reader's numbers. A number never gets another name within one file.</summary>
internal sealed class NameCache(SqliteConnection connection) : IDisposable
{
    private const int Capacity = 65_536;

    private readonly Dictionary<long, string> _known = [];
    private readonly SqliteStatement _find = new(connection, "SELECT name FROM journal_name WHERE id = ?1");

    public string Name(long number)
    {
        if (_known.TryGetValue(number, out var name)) return name;
        if (_known.Count >= Capacity) _known.Clear();
        _find.Bind(1, number);
        name = _find.Step() ? _find.TextAt(0)! : "?";
        _find.Reset();
        return _known[number] = name;
    }

    public void Dispose() => _find.Dispose();
}
