using System.Globalization;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Log;

/// <summary>
/// Group commit. Transactions are applied and encoded under the server's lock; a thread of the log's own takes all that
/// gathered meanwhile, writes it with one write, waits for the disk once, and lets go what was said on the strength of it.
/// Nothing leaves the server that shows a transaction which is not on the disk: not its reply, not an event, not a read by
/// somebody else. The server's lock guards every member whose name ends in Locked.
/// </summary>
internal sealed class CommitLog : IAsyncDisposable
{
    /// <summary>While this much waits for the disk, no further requests are served.</summary>
    private const int FullBytes = 8 * 1024 * 1024;

    private const int RetainedBytes = 1024 * 1024;

    private readonly Lock _gate;
    private readonly TimeProvider _time;
    private readonly LogFileWriter _file;
    private readonly ICommitEvents _events;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    // Guarded by the lock, but for the batch itself, which is the thread's own between taking and completing it.
    private readonly List<ClientState> _awaiting = [];
    private ByteBuffer _pending = new(RetainedBytes);
    private ByteBuffer _batch = new(RetainedBytes);
    private long _firstPending;
    private int _pendingCount;
    private bool _writing;
    private bool _idle = true;
    private bool _stopping;
    private TaskCompletionSource? _pendingDone;
    private TaskCompletionSource? _batchDone;

    // The thread's own.
    private readonly int _snapshotCount;
    private readonly long _snapshotBytes;
    private int _sinceSnapshot;
    private long _bytesSinceSnapshot;

    public CommitLog(Lock gate, LogFileWriter file, ICommitEvents events, ZkServerOptions options, RecoveredState recovered)
    {
        _gate = gate;
        _file = file;
        _events = events;
        _time = options.TimeProvider;
        _snapshotCount = options.SnapshotCount;
        _snapshotBytes = options.SnapshotLogBytes;
        (_sinceSnapshot, _bytesSinceSnapshot) = (recovered.Transactions, recovered.LogBytes);
        _thread = new Thread(Run) { IsBackground = true, Name = "ZkServer log" };
        _thread.Start();
    }

    /// <summary>Whether the disk failed; nothing is committed any more.</summary>
    public bool IsBrokenLocked { get; private set; }

    /// <summary>Whether so much waits for the disk that no further requests should be served.</summary>
    public bool IsFullLocked => _pending.Length >= FullBytes;

    private bool IsDurableLocked => !_writing && _pending.Length == 0 && !IsBrokenLocked;

    /// <summary>Takes a transaction that was just applied.</summary>
    public void AppendLocked(in TransactionHeader header, Transaction transaction, long digest)
    {
        if (IsBrokenLocked) return;
        if (_pendingCount++ == 0) _firstPending = header.Zxid;
        LogEntryWriter.Append(_pending, new LogEntry(header, transaction, new TreeDigest(TreeDigest.KnownVersion, digest)));
        if (!_idle) return;
        _idle = false;
        _wake.Set();
    }

    /// <summary>How much of a client's output may be sent; the client is flushed when more of it may.</summary>
    public int SendableLocked(ClientState client)
    {
        if (IsDurableLocked) return client.Output.Length;
        AwaitLocked(client);
        return Math.Min(client.Released, client.Output.Length);
    }

    /// <summary>Flushes a client once the disk has what it waits for.</summary>
    public void AwaitLocked(ClientState client)
    {
        // What is said while nothing is pending rests on the batch that is being written.
        if (_pending.Length == 0) client.Sealed = client.Output.Length;
        if (client.Awaiting) return;
        client.Awaiting = true;
        _awaiting.Add(client);
    }

    /// <summary>Completes when all that was appended so far is on the disk; is cancelled when that will never be.</summary>
    public Task WhenDurableLocked()
    {
        if (IsDurableLocked) return Task.CompletedTask;
        if (IsBrokenLocked) return Task.FromCanceled(new CancellationToken(canceled: true));
        ref var done = ref _pending.Length == 0 ? ref _batchDone : ref _pendingDone;
        done ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return done.Task;
    }

    /// <summary>Writes what is pending, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _stopping = true;
        _wake.Set();
        await _ended.Task;
        _file.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            while (TryTakeBatch(out var first, out var count))
            {
                if (count == 0)
                {
                    _wake.WaitOne();
                    continue;
                }

                Write(first, count);
                Complete();
                AskForSnapshot();
            }

            _file.Roll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Break(e);
        }

        _ended.SetResult();
    }

    private bool TryTakeBatch(out long first, out int count)
    {
        lock (_gate)
        {
            (first, count) = (_firstPending, _pendingCount);
            _idle = count == 0;
            if (_idle) return !_stopping;
            (_batch, _pending) = (_pending, _batch);
            _pendingCount = 0;
            _writing = true;
            (_batchDone, _pendingDone) = (_pendingDone, null);
            foreach (var client in _awaiting) client.Sealed = client.Output.Length;
            return true;
        }
    }

    private void Write(long first, int count)
    {
        var started = _time.GetTimestamp();
        _file.Append(_batch.Written, first);
        _events.Synced(_file.FilePath, _time.GetElapsedTime(started));
        _sinceSnapshot += count;
        _bytesSinceSnapshot += _batch.Length;
    }

    private void Complete()
    {
        ClientState[] released;
        TaskCompletionSource? done;
        lock (_gate)
        {
            _writing = false;
            _batch.Clear();
            released = [.. _awaiting];
            foreach (var client in released)
            {
                client.Released = client.Sealed;
                client.Awaiting = !IsDurableLocked && client.Output.Length > client.Released;
            }

            _awaiting.RemoveAll(client => !client.Awaiting);
            (done, _batchDone) = (_batchDone, null);
        }

        done?.SetResult();
        foreach (var client in released) client.Transport.Flush();
    }

    private void AskForSnapshot()
    {
        if (_sinceSnapshot < _snapshotCount && _bytesSinceSnapshot < _snapshotBytes) return;
        (_sinceSnapshot, _bytesSinceSnapshot) = (0, 0);
        _file.Roll();
        _events.SnapshotDue();
    }

    private void Break(Exception cause)
    {
        lock (_gate)
        {
            IsBrokenLocked = true;
            _awaiting.Clear();
            _batchDone?.SetCanceled();
            _pendingDone?.SetCanceled();
        }

        _events.Broke(new ServerDataException(
            ServerDataErrorIds.LogFailed,
            string.Create(CultureInfo.InvariantCulture, $"Writing the transaction log '{_file.FilePath}' failed at byte {_file.End}: {cause.Message}. The server has stopped serving; whatever it answered is in the log. Make the disk writable and have room, then start it again."),
            _file.FilePath, _file.End, cause));
    }
}
