using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <content>Watched reads, step by step.</content>
public sealed partial class FakeZkClient
{
    private readonly List<FakeRead> _reads = [];
    private readonly List<TaskCompletionSource> _readWaiters = [];

    /// <summary>While true, watched reads stay in <see cref="PendingReads"/> until the test does their steps.</summary>
    public bool HoldReads { get; set; }

    /// <summary>Watched reads asked for so far.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Watched reads that are waiting: held back, or for a connection.</summary>
    public IReadOnlyList<FakeRead> PendingReads
    {
        get
        {
            lock (Tree.Lock) return [.. _reads];
        }
    }

    /// <summary>The oldest read that is held back, as soon as there is one.</summary>
    public async Task<FakeRead> NextReadAsync()
    {
        while (true)
        {
            TaskCompletionSource waiter;
            lock (Tree.Lock)
            {
                if (_reads.Count > 0) return _reads[0];
                _readWaiters.Add(waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            await waiter.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async ValueTask<Watched<ZkNode>> GetWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var (result, watch) = await ReadAsync(FakeReadKind.Get, path, () => Tree.Get(path));
        return new Watched<ZkNode>((ZkNode)result, watch!);
    }

    public async ValueTask<Watched<ZkExistence>> ExistsWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var (result, watch) = await ReadAsync(FakeReadKind.Exists, path, () => Tree.Exists(path));
        return new Watched<ZkExistence>((ZkExistence)result, watch!);
    }

    public async ValueTask<Watched<ZkChildren>> GetChildrenWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var (result, watch) = await ReadAsync(FakeReadKind.GetChildren, path, () => Tree.GetChildren(path));
        return new Watched<ZkChildren>((ZkChildren)result, watch!);
    }

    public async ValueTask<IReadOnlyList<ZkReadResult>> MultiReadAsync(IReadOnlyList<ZkRead> reads, CancellationToken cancellationToken = default)
    {
        if (reads.Count == 0) return [];
        var (result, _) = await ReadAsync(FakeReadKind.MultiRead, reads[0].Path, () => (IReadOnlyList<ZkReadResult>)[.. reads.Select(ReadOne)]);
        return (IReadOnlyList<ZkReadResult>)result;
    }

    public async ValueTask<IZkPersistentWatch> AddWatchAsync(ZkPath path, WatchMode mode, CancellationToken cancellationToken = default)
    {
        var (watch, _) = await ReadAsync(FakeReadKind.AddWatch, path, () =>
        {
            if (LacksPersistentWatches) throw new UnimplementedException(Tree.Zxid, $"AddWatch {path} failed: not known.");
            var added = new FakePersistentWatch(this, path, mode);
            _persistent.Add(added);
            return added;
        });
        return (IZkPersistentWatch)watch;
    }

    private ZkReadResult ReadOne(ZkRead read)
    {
        try
        {
            if (read is ZkRead.Data) return new ZkReadResult.Data(Tree.Get(read.Path));
            var children = Tree.GetChildren(read.Path);
            return new ZkReadResult.Children(read.Path, children.Names, children.Zxid);
        }
        catch (ZkServerException e)
        {
            return new ZkReadResult.Failed(read.Path, e, Tree.Zxid);
        }
    }

    internal void Execute(FakeRead read)
    {
        lock (Tree.Lock)
        {
            if (read.Result is not null || !_reads.Contains(read)) return;
            if (!Session.IsConnected) throw new InvalidOperationException($"{read} cannot be executed: the fake is not connected.");
            try
            {
                read.Result = read.Ask();
            }
            catch (ZkServerException e)
            {
                read.Result = e;
                return;
            }

            if (read.Kind is FakeReadKind.MultiRead or FakeReadKind.AddWatch) return;

            // An exists on a node that is there leaves a data watch.
            var kind = read is { Kind: FakeReadKind.Exists, Result: ZkExistence { Exists: true } } ? FakeReadKind.Get : read.Kind;
            read.Watch = new FakeWatch(this, kind, read.Path);
            _watches.Add(read.Watch);
        }
    }

    internal void Deliver(FakeRead read)
    {
        lock (Tree.Lock)
        {
            Execute(read);
            if (!_reads.Remove(read)) return;
            _lastZxid = Math.Max(_lastZxid, Tree.Zxid.Value);
            if (read.Result is Exception failure) read.Reply.TrySetException(failure);
            else read.Reply.TrySetResult((read.Result!, read.Watch));
        }
    }

    internal void Fail(FakeRead read, Exception exception)
    {
        lock (Tree.Lock)
        {
            _reads.Remove(read);
            if (read.Watch is not null) _watches.Remove(read.Watch);
            read.Reply.TrySetException(exception);
        }
    }

    private Task<(object Result, FakeWatch? Watch)> ReadAsync(FakeReadKind kind, ZkPath path, Func<object> ask)
    {
        lock (Tree.Lock)
        {
            ObjectDisposedException.ThrowIf(Session.Status == ZkSessionStatus.Closed, this);
            var read = new FakeRead(this, kind, path, ask);
            ReadCount++;
            _reads.Add(read);
            if (!HoldReads && Session.IsConnected) Deliver(read);
            foreach (var waiter in _readWaiters) waiter.TrySetResult();
            _readWaiters.Clear();
            return read.Reply.Task;
        }
    }

    private void SendWaitingReadsLocked()
    {
        if (HoldReads) return;
        foreach (var read in _reads.ToArray()) Deliver(read);
    }
}
