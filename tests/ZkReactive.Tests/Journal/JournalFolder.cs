using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using ZkReactive.Journal;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Journal;

/// <summary>A folder for one test's journal, with a clock that the test moves.</summary>
internal sealed class JournalFolder : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public JournalFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "zkreactive-journal-" + Guid.NewGuid().ToString("N"));

    public string Path => System.IO.Path.Combine(Folder, ZkJournal.FileName);

    public ManualTimeProvider Time { get; } = new();

    public JournalOptions Options => new() { Path = Path, Time = Time, Durability = JournalDurability.Process };

    public JournalReaderOptions ReaderOptions => new() { Path = Path, Time = Time };

    public string[] DamagedFiles => [.. Directory.GetFiles(Folder, "*.damaged-*").Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))];

    public ValueTask<ZkJournal> OpenAsync() => ZkJournal.OpenAsync(Options);

    /// <summary>Asks the file with plain SQLite, as a person would.</summary>
    public List<string> Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return rows;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static JournalEntry Entry(string stream, string kind = "Added", int amount = 1, string? correlation = null) =>
        new(stream, kind, JournalPayload.From(new Amount(amount), AmountJson.Default.Amount)) { Correlation = correlation };

    public static JournalEntry[] Entries(string stream, int count) => [.. Enumerable.Range(0, count).Select(_ => Entry(stream))];

    public static async Task<List<JournalEvent>> AllAsync(JournalReader reader, JournalQuery? query = null)
    {
        var all = new List<JournalEvent>();
        await foreach (var recorded in reader.ReadAsync(query)) all.Add(recorded);
        return all;
    }
}

internal sealed record Amount(int Value);

internal sealed record Total(long Sum, long Count);

[JsonSerializable(typeof(Amount))]
[JsonSerializable(typeof(Total))]
internal sealed partial class AmountJson : JsonSerializerContext;
