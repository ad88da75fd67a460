using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>The writer's file through its life: opened when needed, opened again after trouble, replaced when damaged.</summary>
internal sealed class JournalFile(JournalOptions options, Action replaced) : IDisposable
{
    private JournalStore? _store;

    /// <summary>Counts the files of this writer's life: a damaged one that was set aside, and the one after it.</summary>
    public int Generation { get; private set; }

    /// <summary>The open file. Damage that shows at once is answered here; the new file's first event tells of it.</summary>
    public JournalStore Open()
    {
        if (_store is not null) return _store;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Path))!);
        if (DamagedFiles.IsEmptied(options.Path))
        {
            Replace("it was empty");
            return _store!;
        }

        try
        {
            return _store = JournalStore.Open(options.Path, options.VerifyOnOpen);
        }
        catch (SqliteException exception) when (StorageErrors.IsDamage(exception))
        {
            Replace(StorageErrors.Reason(exception));
            return _store!;
        }
    }

    /// <summary>Sets the file aside and begins a new one with an event that says so.</summary>
    public void Replace(string reason)
    {
        _store?.CloseUntouched();
        _store = null;
        var now = options.Time.GetUtcNow();
        var setAside = DamagedFiles.SetAside(options.Path, now);
        var store = JournalStore.Open(options.Path, verify: false);
        store.Begin(JournalDurability.Disk);
        var payload = new JsonObject { ["setAside"] = setAside, ["reason"] = reason };
        store.Insert(new JournalEntry(JournalKinds.Stream, JournalKinds.Replaced, JournalPayload.FromJson(payload.ToJsonString())), now);
        store.Commit();
        _store = store;
        Generation++;
        replaced();
    }

    /// <summary>Takes a failed transaction back; where even that fails, the file is opened anew next time.</summary>
    public void TakeBack(JournalStore store)
    {
        try
        {
            store.Rollback();
        }
        catch (SqliteException)
        {
            store.CloseUntouched();
            _store = null;
        }
    }

    public void Dispose() => _store?.Dispose();
}
