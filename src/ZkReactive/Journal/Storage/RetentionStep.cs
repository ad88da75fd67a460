using Microsoft.Data.Sqlite;

namespace ZkReactive.Journal.Storage;

/// <summary>One portion of retention: what must go, as far as the floor allows, and no more than a chunk.</summary>
/// <param name="Dropped">How many revisions went; 0 when there is nothing left to do.</param>
/// <param name="Through">The last revision that is gone.</param>
/// <param name="HeldBack">Whether the floor kept more than the bounds allow.</param>
/// <param name="Bytes">How many bytes the file uses.</param>
internal readonly record struct RetentionStep(long Dropped, long Through, bool HeldBack, long Bytes)
{
    public static RetentionStep Run(SqliteConnection connection, JournalRetention retention, long floor, DateTimeOffset now)
    {
        var (first, last) = RetentionTable.Range(connection);
        var bytes = RetentionTable.UsedBytes(connection);
        var wanted = Math.Min(Wanted(connection, retention, first, last, bytes, now), last - 1);
        var allowed = Math.Min(wanted, floor);
        if (last == 0 || allowed < first)
        {
            return new RetentionStep(0, RetentionTable.DroppedThrough(connection), wanted > allowed && wanted >= first, bytes);
        }

        var through = Math.Min(allowed, first + RetentionTable.Chunk - 1);
        RetentionTable.Drop(connection, first, through);
        SnapshotTable.DropUnusable(connection, through);
        return new RetentionStep(through - first + 1, through, wanted > allowed, RetentionTable.UsedBytes(connection));
    }

    /// <summary>The last revision that the bounds want gone; below the first when they are content.</summary>
    private static long Wanted(SqliteConnection connection, JournalRetention retention, long first, long last, long bytes, DateTimeOffset now)
    {
        var wanted = first - 1;
        if (retention.MaxEvents is { } events) wanted = Math.Max(wanted, last - events);
        if (retention.MaxAge is { } age) wanted = Math.Max(wanted, RetentionTable.LastBefore(connection, now - age, last));
        if (retention.MaxBytes is { } limit && bytes > limit)
        {
            // Events are taken as equally long; the next portion measures again.
            var share = (double)(bytes - limit) / bytes;
            wanted = Math.Max(wanted, first + (long)((last - first + 1) * share));
        }

        return wanted;
    }
}
