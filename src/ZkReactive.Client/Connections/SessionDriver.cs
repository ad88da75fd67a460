using Microsoft.Extensions.Logging;
using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Client.Errors;
using ZkReactive.Client.Sessions;
using ZkReactive.Client.Watches;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>
/// Keeps a session alive over one connection after the other: the rim around <see cref="SessionMachine"/>. It takes calls
/// from any thread, holds them while there is no connection, and settles each exactly once.
/// </summary>
/// <remarks>
/// One gate guards all state and is held for moments only: never while user code runs, a socket works or a lookup is
/// made. Methods that end in <c>Locked</c> need it.
/// </remarks>
internal sealed partial class SessionDriver : IConnectionOwner
{
    private readonly Lock _gate = new();
    private readonly ZkClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionMachine _machine;
    private readonly ReplyDispatcher _dispatcher;
    private readonly SessionStateSubject _states;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Queue<Call> _waiting = new();
    private readonly string _servers;
    private readonly long _requestTicks;
    private readonly long _coalesceTicks;

    // Calls that were in flight when their connection was lost and may be sent again; they go before all that wait.
    private Queue<Call> _again = new();
    private Connection? _connection;
    private TaskCompletionSource _whenConnected = NewSignal();
    private bool _hasPumped;
    private long _lastFlush;

    public SessionDriver(ZkClientOptions options, ZkConnectString servers)
    {
        _options = options;
        _time = options.TimeProvider;
        _logger = options.LoggerFactory.CreateLogger("ZkReactive.Client");
        _hosts = new HostList(servers.Hosts, Random.Shared);
        _delay = new ReconnectDelay(options.MaxReconnectDelay, Random.Shared);
        _machine = new SessionMachine(options.SessionTimeout, servers.Hosts.Count, options.CanBeReadOnly, _time);
        _states = new SessionStateSubject(new(ZkSessionStatus.Connecting, SessionId.None, TimeSpan.Zero, null, 0, 0, 0, _time.GetUtcNow()));
        _dispatcher = new ReplyDispatcher(FlushNow, TakeOverReading);
        _credentials.AddRange(options.Auth.Select(auth => new Credential(auth)));
        _servers = servers.Servers;
        Chroot = new Chroot(servers.Chroot);
        Watches = new WatchRegistry(_gate, Chroot, RemoveFromServerLocked);
        _requestTicks = options.RequestTimeout == Timeout.InfiniteTimeSpan ? -1 : ToTicks(options.RequestTimeout);
        _coalesceTicks = ToTicks(TimeSpan.FromMicroseconds(100));
        _timer = _time.CreateTimer(static driver => ((SessionDriver)driver!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The watches of this client.</summary>
    public WatchRegistry Watches { get; }

    /// <summary>The path below which the client lives.</summary>
    public Chroot Chroot { get; }

    /// <summary>The session's states.</summary>
    public SessionStateSubject States => _states;

    /// <summary>Attempts that failed.</summary>
    public ConnectFailures Failures { get; } = new();

    /// <summary>Requests on their way or waiting for a connection.</summary>
    public int PendingRequests
    {
        get
        {
            lock (_gate) return PendingLocked();
        }
    }

    /// <summary>Completes when the client is connected; fails when it never will be.</summary>
    public Task WhenConnected
    {
        get
        {
            lock (_gate) return _whenConnected.Task;
        }
    }

    /// <summary>Fires when the client is disposed.</summary>
    public CancellationToken Ended => _lifetime.Token;

    /// <summary>Starts to connect. Call once.</summary>
    /// <param name="patience">How long somebody waits for the first connection, if so: every server is to be tried within it.</param>
    public void Start(TimeSpan? patience = null)
    {
        ZkClientDiagnostics.Add(this);
        lock (_gate)
        {
            if (patience is { } whole) _firstAttempts = whole / _hosts.Count;
            if (_options.Resume is { } ticket) TakeUpLocked(ticket);
            StartConnectingLocked(atOnce: true, lost: null);
        }
    }

    /// <summary>Takes a call: it goes out now, or when there is a connection with room for it. It fails when there are too many.</summary>
    public void Submit(Call call)
    {
        call.Trace = CallTrace.Begin(call, _time);
        var sends = SendChoice.None;
        Connection? connection;
        lock (_gate)
        {
            connection = _connection;
            if ((TerminalErrorLocked(call) ?? FullErrorLocked(call)) is { } error)
            {
                call.TryFail(error);
                return;
            }

            var now = _time.GetTimestamp();
            if (_requestTicks >= 0) call.Deadline = now + _requestTicks;
            if (connection is not null && _waiting.Count + _again.Count == 0 && HasRoomLocked(connection))
            {
                if (TryWriteLocked(connection, call)) sends = ChooseLocked(connection, now);
            }
            else
            {
                _waiting.Enqueue(call);
            }

            EnsureTimerLocked(call.Deadline, now);
        }

        if (sends == SendChoice.Now) connection!.Flush();
        else if (sends == SendChoice.Soon) connection!.QueueFlush();
    }

    private bool HasRoomLocked(Connection connection) => !connection.IsFullLocked && connection != _leaving && connection != _negotiating;

    private TooManyRequestsException? FullErrorLocked(Call call)
    {
        if (PendingLocked() < _options.MaxPendingRequests) return null;

        // Calls that were given up while they waited still stand in the queue.
        DropSettled(_again);
        DropSettled(_waiting);
        var pending = PendingLocked();
        return pending < _options.MaxPendingRequests ? null : ProtocolErrors.TooManyRequests(call, pending, _options.MaxPendingRequests);
    }

    private int PendingLocked() => (_connection?.InFlight.Count ?? 0) + _again.Count + _waiting.Count;

    private static void DropSettled(Queue<Call> queue)
    {
        for (var left = queue.Count; left > 0; left--)
        {
            var call = queue.Dequeue();
            if (!call.IsSettled) queue.Enqueue(call);
        }
    }

    private static bool TryWriteLocked(Connection connection, Call call)
    {
        try
        {
            connection.WriteLocked(call);
            return true;
        }
        catch (FrameLengthException e)
        {
            call.TryFail(ProtocolErrors.PacketTooLarge(call, e));
            return false;
        }
    }

    // Alone on its way, a request goes out at once. Behind others it may wait a moment for company: until the callers
    // that go on now have all had their turn, or, in the middle of a burst, until a thread of the pool gets to it.
    private SendChoice ChooseLocked(Connection connection, long now)
    {
        _machine.Sent(now);
        if (connection.InFlight.Count > 1)
        {
            if (_dispatcher.TryDefer()) return SendChoice.None;
            if (now - _lastFlush < _coalesceTicks) return SendChoice.Soon;
        }

        _lastFlush = now;
        return SendChoice.Now;
    }

    private void PumpLocked(Connection connection)
    {
        while (HasRoomLocked(connection) && (_again.TryDequeue(out var call) || _waiting.TryDequeue(out call)))
        {
            if (call.IsSettled || !TryWriteLocked(connection, call)) continue;
            _hasPumped = true;
            _machine.Sent(_time.GetTimestamp());
        }
    }

    private void FlushNow()
    {
        Connection? connection;
        lock (_gate)
        {
            connection = _connection;
            _lastFlush = _time.GetTimestamp();
        }

        connection?.Flush();
    }

    private void TakeOverReading()
    {
        Connection? connection;
        lock (_gate) connection = _connection;
        connection?.TakeOverReading();
    }

    private void RemoveFromServerLocked(RemoveWatchesRequest request)
    {
        // Without a connection there is nothing to remove: the next one sets only the watches that are still wanted.
        if (_connection is not { } connection) return;
        connection.WriteLocked(new InternalCall<RemoveWatchesRequest>(OpCode.RemoveWatches, request));
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Flush(), connection, preferLocal: false);
    }

    private void PublishLocked(ZkSessionStatus status, bool isLast = false)
    {
        var state = new ZkSessionState(
            status, _machine.LastId, _machine.NegotiatedTimeout, _connection?.Server,
            _machine.SessionNumber, _machine.ConnectionNumber, _machine.HistoryNumber, _time.GetUtcNow());
        _states.Publish(state, isLast);
        ZkClientDiagnostics.Count(status);
        if (state.IsConnected) _whenConnected.TrySetResult();
        else if (_whenConnected.Task.IsCompletedSuccessfully) _whenConnected = NewSignal();
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private enum SendChoice
    {
        None,
        Now,
        Soon,
    }
}
