namespace ZkReactive.Server.Persistence;

/// <summary>What the disk did since the start. Thread-safe.</summary>
internal sealed class DurabilityFigures
{
    private readonly Lock _lock = new();
    private long _syncs;
    private TimeSpan _syncTotal;
    private TimeSpan _syncMax;
    private long _slow;
    private long _snapshots;
    private TimeSpan _snapshotLast;

    public void NoteSync(TimeSpan duration, bool slow)
    {
        lock (_lock)
        {
            _syncs++;
            _syncTotal += duration;
            if (duration > _syncMax) _syncMax = duration;
            if (slow) _slow++;
        }
    }

    public void NoteSnapshot(TimeSpan duration)
    {
        lock (_lock)
        {
            _snapshots++;
            _snapshotLast = duration;
        }
    }

    public ZkServerDiskStatistics Take(string directory, RecoveredState recovered)
    {
        lock (_lock)
        {
            return new ZkServerDiskStatistics
            {
                DataDirectory = directory,
                Syncs = _syncs,
                SlowSyncs = _slow,
                AverageSync = _syncs == 0 ? TimeSpan.Zero : _syncTotal / _syncs,
                MaxSync = _syncMax,
                Snapshots = _snapshots,
                LastSnapshot = _snapshotLast,
                TransactionsLoaded = recovered.Transactions,
                DigestMismatches = recovered.DigestMismatch ? 1 : 0,
            };
        }
    }
}
