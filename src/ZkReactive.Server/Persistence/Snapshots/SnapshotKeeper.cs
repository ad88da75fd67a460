using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Processing;
using Says = ZkReactive.Server.Diagnostics.Log;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>Takes snapshots, one at a time, and removes the files that no kept snapshot needs.</summary>
internal sealed class SnapshotKeeper(DataDirectory directory, ServerState state, CommitLog commits, DurabilityFigures figures)
{
    private Task _running = Task.CompletedTask;

    /// <summary>Starts a snapshot, unless one is being written still.</summary>
    public void Start()
    {
        if (_running.IsCompleted) _running = Task.Run(TakeAsync);
    }

    /// <summary>Completes when none is being written.</summary>
    public Task WhenIdle() => _running;

    /// <summary>Takes one now. What goes wrong is logged: the log has everything, so nothing is lost.</summary>
    public async Task TakeAsync()
    {
        var started = state.Options.TimeProvider.GetTimestamp();
        var unfinished = DataDirectory.UnfinishedPath(directory.SnapshotPath(0));
        try
        {
            var source = new SnapshotSource(state.Tree, state.Sessions);
            var bytes = Write(source, unfinished);
            // It may show transactions that are not on the disk yet, and must not outlive them.
            Task durable;
            lock (state.Gate) durable = commits.WhenDurableLocked();
            await durable;

            var path = directory.SnapshotPath(source.Zxid);
            File.Move(unfinished, path, overwrite: true);
            DiskSync.FlushDirectory(directory.Files);
            var duration = state.Options.TimeProvider.GetElapsedTime(started);
            figures.NoteSnapshot(duration);
            Says.SnapshotTaken(state.Logger, path, bytes, (long)duration.TotalMilliseconds);
            Purge();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            Says.SnapshotFailed(state.Logger, unfinished, e);
            Remove(unfinished);
        }
    }

    private long Write(SnapshotSource source, string path)
    {
        using var writer = new SnapshotWriter(path);
        var bytes = 0L;
        bool last;
        lock (state.Gate) last = source.BeginLocked();
        writer.Write(source.Slice);
        bytes += source.Slice.Length;
        while (!last)
        {
            lock (state.Gate) last = source.ContinueLocked();
            writer.Write(source.Slice);
            bytes += source.Slice.Length;
        }

        writer.Finish(source.LastZxid, source.Digest);
        return bytes;
    }

    private void Purge()
    {
        var snapshots = directory.Snapshots();
        if (snapshots.Count <= state.Options.SnapshotsKept) return;
        var oldest = snapshots[state.Options.SnapshotsKept - 1].Zxid;
        foreach (var snapshot in snapshots.Skip(state.Options.SnapshotsKept)) Remove(snapshot.Path);
        foreach (var log in LogReplay.BeforeNeeded(directory.Logs(), oldest)) Remove(log.Path);
    }

    private void Remove(string path)
    {
        try
        {
            if (!File.Exists(path)) return;
            File.Delete(path);
            Says.Purged(state.Logger, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Says.PurgeFailed(state.Logger, path, e);
        }
    }
}
