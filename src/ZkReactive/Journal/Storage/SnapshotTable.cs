using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>The snapshots in the file.</summary>
internal static class SnapshotTable
{
    /// <summary>The newest snapshot at or before a revision: of this version if there is one, else of the newest older version.</summary>
    public static StoredSnapshot? Find(SqliteConnection connection, string name, int version, long through)
    {
        using var find = new SqliteStatement(
            connection,
            "SELECT version, revision, state FROM journal_snapshot WHERE name = ?1 AND version <= ?2 AND revision <= ?3 ORDER BY version DESC, revision DESC LIMIT 1");
        find.Bind(1, name);
        find.Bind(2, version);
        find.Bind(3, through);
        if (!find.Step()) return null;
        var snapshot = new StoredSnapshot((int)find.Int64(0), find.Int64(1), find.Utf8(2));
        find.Reset();
        return snapshot;
    }

    public static void Save(SqliteConnection connection, string name, int version, long revision, DateTimeOffset time, ReadOnlySpan<byte> state, int keep)
    {
        using var save = new SqliteStatement(
            connection,
            "INSERT OR REPLACE INTO journal_snapshot (name, version, revision, time, state) VALUES (?1, ?2, ?3, ?4, ?5)");
        save.Bind(1, name);
        save.Bind(2, version);
        save.Bind(3, revision);
        save.Bind(4, EventTime.ToMicroseconds(time));
        save.Bind(5, state);
        save.Run();

        using var thin = new SqliteStatement(
            connection,
            "DELETE FROM journal_snapshot WHERE name = ?1 AND version = ?2 AND revision < (SELECT revision FROM journal_snapshot WHERE name = ?1 AND version = ?2 ORDER BY revision DESC LIMIT 1 OFFSET ?3)");
        thin.Bind(1, name);
        thin.Bind(2, version);
        thin.Bind(3, keep - 1);
        thin.Run();
    }

    /// <summary>Drops the snapshots that no fold can start from any more, since the events after them are gone. Each projection keeps its newest.</summary>
    public static void DropUnusable(SqliteConnection connection, long droppedThrough)
    {
        using var drop = new SqliteStatement(
            connection,
            "DELETE FROM journal_snapshot WHERE revision < ?1 AND revision < (SELECT max(s.revision) FROM journal_snapshot s WHERE s.name = journal_snapshot.name AND s.version = journal_snapshot.version)");
        drop.Bind(1, droppedThrough);
        drop.Run();
    }
}
