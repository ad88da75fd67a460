using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Protocol;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Persistence.Snapshots;
using ZkReactive.Server.Processing;
using Says = ZkReactive.Server.Diagnostics.Log;

namespace ZkReactive.Server.Persistence;

/// <summary>A server's data directory, from its lock to its last byte.</summary>
internal sealed class DurableStore : ICommitEvents, IAsyncDisposable
{
    /// <summary>When a sync counts as slow. Source: Apache ZooKeeper, <c>fsync.warningthresholdms</c>.</summary>
    private static readonly TimeSpan SlowSync = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly DurabilityFigures _figures = new();
    private readonly TaskCompletionSource<ServerDataException> _broke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CommitLog? _commits;
    private SnapshotKeeper? _snapshots;
    private ServerState? _state;

    private DurableStore(DataDirectory directory, RecoveredState recovered, ILogger logger)
    {
        Directory = directory;
        Recovered = recovered;
        _logger = logger;
    }

    /// <summary>The files, locked as long as this lives.</summary>
    public DataDirectory Directory { get; }

    /// <summary>What was there at the start.</summary>
    public RecoveredState Recovered { get; }

    /// <summary>Completes with the reason when the log fails; never otherwise.</summary>
    public Task<ServerDataException> Broke => _broke.Task;

    /// <summary>The figures now.</summary>
    public ZkServerDiskStatistics Statistics => _figures.Take(Directory.Root, Recovered);

    /// <summary>Locks the directory and reads what it holds.</summary>
    /// <exception cref="ServerDataException">It cannot be used, is in use, or is damaged.</exception>
    public static DurableStore Open(string path, ZkServerOptions options)
    {
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ZkReactive.Server");
        var started = options.TimeProvider.GetTimestamp();
        var directory = DataDirectory.Open(path);
        try
        {
            var recovered = new Recovery(directory, logger).Run();
            Says.Recovered(
                logger, directory.Files, recovered.Tree.NodeCount, recovered.Sessions.Count, new Zxid(recovered.Tree.LastZxid),
                new Zxid(recovered.SnapshotZxid), recovered.Transactions, (long)options.TimeProvider.GetElapsedTime(started).TotalMilliseconds);
            return new DurableStore(directory, recovered, logger);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Begins to log what a server commits.</summary>
    public async Task StartAsync(ServerState state, ILogFiles files)
    {
        _state = state;
        _commits = new CommitLog(state.Gate, new LogFileWriter(Directory, files), this, state.Options, Recovered);
        _snapshots = new SnapshotKeeper(Directory, state, _commits, _figures);
        lock (state.Gate) state.Commits = _commits;
        // Apache ZooKeeper does not believe in logs without a snapshot.
        if (Recovered.SnapshotZxid < 0) await _snapshots.TakeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_commits is not null) await _commits.DisposeAsync();
        if (_snapshots is not null) await _snapshots.WhenIdle();
        Directory.Dispose();
    }

    void ICommitEvents.SnapshotDue() => _snapshots?.Start();

    void ICommitEvents.Synced(string path, TimeSpan duration)
    {
        var slow = duration >= SlowSync;
        _figures.NoteSync(duration, slow);
        if (slow) Says.SlowSync(_logger, path, (long)duration.TotalMilliseconds);
    }

    void ICommitEvents.Broke(ServerDataException exception)
    {
        Says.LogBroken(_logger, exception.Message, exception);
        _broke.TrySetResult(exception);
        _state?.DropAll();
    }
}
