using System.Reactive.Subjects;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <summary>
/// An <see cref="IZkClient"/> without a network: it reads and writes a <see cref="FakeTree"/>, keeps one-shot watches as a
/// session does, and lets a test cut, resume and expire the session, and hold back replies and events.
/// </summary>
/// <remarks>Starts connected, with session 1. Session states are told on the thread that causes them.</remarks>
public sealed partial class FakeZkClient : IZkClient, IDisposable
{
    private readonly BehaviorSubject<ZkSessionState> _states;
    private readonly List<FakeWatch> _watches = [];
    private readonly List<FakePersistentWatch> _persistent = [];
    private TaskCompletionSource? _gone;
    private long _lastZxid;

    public FakeZkClient(FakeTree? tree = null, ZkClientOptions? options = null)
    {
        Tree = tree ?? new FakeTree();
        Options = options ?? new ZkClientOptions();
        _states = new BehaviorSubject<ZkSessionState>(new ZkSessionState(
            ZkSessionStatus.Connected, new SessionId(1), Options.SessionTimeout, null, 1, 1, 0, Options.TimeProvider.GetUtcNow()));
        Session = _states.Value;
        Tree.Listen(OnChange);
    }

    public FakeTree Tree { get; }

    public ZkClientOptions Options { get; }

    public ZkSessionState Session { get; private set; }

    public IObservable<ZkSessionState> SessionStates => _states;

    /// <summary>Watches that are neither fired nor disposed.</summary>
    public int WatchCount
    {
        get
        {
            lock (Tree.Lock) return _watches.Count + _persistent.Count;
        }
    }

    /// <summary>Completes when the last watch is gone.</summary>
    public Task WatchesGoneAsync()
    {
        lock (Tree.Lock)
        {
            if (_watches.Count + _persistent.Count == 0) return Task.CompletedTask;
            _gone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _gone.Task;
        }
    }

    /// <summary>While true, the server's events stay on their way until <see cref="DeliverEvents"/>; a lost connection drops them.</summary>
    public bool HoldEvents { get; set; }

    /// <summary>Whether events tell their transaction, as those of servers from 3.9 on do.</summary>
    public bool EventsHaveZxids { get; set; }

    /// <summary>Whether the server is one before 3.6.</summary>
    public bool LacksPersistentWatches { get; set; }

    /// <summary>Delivers the events that are on their way.</summary>
    public void DeliverEvents()
    {
        lock (Tree.Lock)
        {
            foreach (var watch in _persistent)
            {
                while (watch.Sent.TryDequeue(out var happened)) watch.Offer(happened);
            }

            foreach (var watch in _watches.Where(w => w.Sent is not null).ToArray()) FireLocked(watch, watch.Sent!.Value);
        }
    }

    /// <summary>The connection is lost; the session lives on.</summary>
    public void Disconnect()
    {
        lock (Tree.Lock)
        {
            if (!Session.IsConnected) return;
            foreach (var watch in _watches) (watch.Armed, watch.Sent) = (false, null);
            foreach (var watch in _persistent) watch.Sent.Clear();
            foreach (var read in _reads)
            {
                if (read.Result is FakePersistentWatch added) _persistent.Remove(added);
                (read.Result, read.Watch) = (null, null);
            }

            Session = Session with { Status = ZkSessionStatus.Disconnected };
        }

        Tell();
    }

    /// <summary>The session is resumed on a new connection: watches that would have fired fire, the others are set again, and reads are sent again.</summary>
    public void Reconnect()
    {
        lock (Tree.Lock)
        {
            Session = Session with { Status = ZkSessionStatus.Connected, ConnectionNumber = Session.ConnectionNumber + 1 };
            foreach (var watch in _watches.ToArray()) SetAgainLocked(watch);
            foreach (var watch in _persistent) watch.OfferGap(WatchGap.Reconnected);
            SendWaitingReadsLocked();
        }

        Tell();
    }

    /// <summary>The session is found to have ended: its watches are gone.</summary>
    public void Expire()
    {
        Disconnect();
        lock (Tree.Lock)
        {
            Session = Session with { Status = ZkSessionStatus.Expired };
            foreach (var watch in _watches) watch.Fire(WatchEventType.None, KeeperState.Expired);
            _watches.Clear();
        }

        Tell();
    }

    /// <summary>A new session is opened after <see cref="Expire"/>; with <paramref name="newHistory"/>, on an ensemble with an older history.</summary>
    public void OpenSession(bool newHistory = false)
    {
        lock (Tree.Lock)
        {
            Session = Session with
            {
                Status = ZkSessionStatus.Connected,
                Id = new SessionId(Session.Id.Value + 1),
                SessionNumber = Session.SessionNumber + 1,
                ConnectionNumber = Session.ConnectionNumber + 1,
                HistoryNumber = Session.HistoryNumber + (newHistory ? 1 : 0),
            };
            if (newHistory) _lastZxid = 0;
            foreach (var watch in _persistent) watch.OfferGap(WatchGap.NewSession);
            SendWaitingReadsLocked();
        }

        Tell();
    }

    /// <summary>The server refuses the credentials.</summary>
    public void FailAuth()
    {
        lock (Tree.Lock) Session = Session with { Status = ZkSessionStatus.AuthFailed };
        Tell();
    }

    /// <summary>The fake's tree knows no sessions that outlive their client, so this is only its end.</summary>
    public ValueTask<ZkSessionTicket?> DetachAsync()
    {
        var ticket = new ZkSessionTicket
        {
            Id = Session.Id,
            Password = new byte[16],
            LastZxid = Tree.Zxid,
            NegotiatedTimeout = Session.NegotiatedTimeout,
            LastHeard = Options.TimeProvider.GetUtcNow(),
            Servers = Options.ConnectString,
        };
        Dispose();
        return ValueTask.FromResult<ZkSessionTicket?>(ticket);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        lock (Tree.Lock)
        {
            if (Session.Status == ZkSessionStatus.Closed) return;
            Session = Session with { Status = ZkSessionStatus.Closed };
            foreach (var watch in _watches) watch.Fire(WatchEventType.None, KeeperState.Closed);
            _watches.Clear();
            foreach (var watch in _persistent) watch.Complete();
            _persistent.Clear();
            foreach (var read in _reads) read.Reply.TrySetException(new ObjectDisposedException(nameof(FakeZkClient)));
            _reads.Clear();
        }

        Tell();
        _states.OnCompleted();
    }

    internal void Remove(FakeWatch watch)
    {
        lock (Tree.Lock)
        {
            _watches.Remove(watch);
            if (_watches.Count + _persistent.Count == 0) _gone?.TrySetResult();
        }

        watch.Fire(WatchEventType.None, KeeperState.Closed);
    }

    internal void Remove(FakePersistentWatch watch)
    {
        lock (Tree.Lock)
        {
            _persistent.Remove(watch);
            if (_watches.Count + _persistent.Count == 0) _gone?.TrySetResult();
        }
    }

    private void Tell() => _states.OnNext(Session with { At = Options.TimeProvider.GetUtcNow() });

    private void OnChange(ZkPath path, WatchEventType type)
    {
        foreach (var watch in _watches.Where(w => w.Armed && w.Path == path && w.WaitsFor(type)).ToArray()) SendLocked(watch, type);
        if (!Session.IsConnected) return;
        var happened = new ZkWatchEvent(type, path, KeeperState.SyncConnected, EventsHaveZxids ? Tree.Zxid : Zxid.None);
        foreach (var watch in _persistent.Where(w => w.WaitsFor(path, type)))
        {
            if (HoldEvents) watch.Sent.Enqueue(happened);
            else watch.Offer(happened);
        }
    }

    private void SendLocked(FakeWatch watch, WatchEventType type)
    {
        watch.Armed = false;
        if (HoldEvents) watch.Sent = type;
        else FireLocked(watch, type);
    }

    private void FireLocked(FakeWatch watch, WatchEventType type)
    {
        _watches.Remove(watch);
        watch.Fire(type);
    }

    /// <summary>As a server's setWatches: against the last zxid that a reply told this client.</summary>
    private void SetAgainLocked(FakeWatch watch)
    {
        watch.Armed = true;
        var stat = Tree.Exists(watch.Path).Stat;
        WatchEventType? missed = watch.Kind switch
        {
            FakeReadKind.Exists => stat is null ? null : WatchEventType.NodeCreated,
            _ when stat is null => WatchEventType.NodeDeleted,
            FakeReadKind.Get => stat.Value.Mzxid.Value > _lastZxid ? WatchEventType.NodeDataChanged : null,
            _ => stat.Value.Pzxid.Value > _lastZxid ? WatchEventType.NodeChildrenChanged : null,
        };
        if (missed is { } type) SendLocked(watch, type);
    }
}
