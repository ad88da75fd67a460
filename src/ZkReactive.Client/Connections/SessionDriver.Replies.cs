using System.Net.Sockets;
using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

internal sealed partial class SessionDriver
{
    // A connection that lived shorter proves nothing: the next attempt waits its turn, or a server that accepts and
    // drops would be asked without pause.
    private static readonly TimeSpan ProvenAfter = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the present connection is over; not for longer than a time.</summary>
    public async Task WaitForLossAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        Task ended;
        lock (_gate) ended = _connection?.Ended ?? Task.CompletedTask;
        try
        {
            await ended.WaitAsync(most, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It lasts.
        }
    }

    void IConnectionOwner.OnHeard() => _machine.Heard();

    void IConnectionOwner.OnFrame(Connection connection, in ReplyHeader header, ref JuteReader body)
    {
        switch (header.Xid)
        {
            case Xids.Notification:
                OnEvent(connection, WatcherEvent.Read(ref body), header.Zxid);
                break;
            case Xids.Ping:
                break;
            case Xids.Auth:
                OnAuthAnswered(connection, header.Error);
                break;
            default:
                OnReply(connection, header, ref body);
                break;
        }
    }

    bool IConnectionOwner.OnOversizeFrame(Connection connection, in ReplyHeader header, int length)
    {
        Call? call;
        Connection? left;
        lock (_gate)
        {
            if (connection.InFlight.TryPeek()?.Xid != header.Xid || header.Xid < 0) return false;
            call = TakeReplyLocked(connection, header);
            left = TakeLeftLocked();
        }

        Log.ReplySkipped(_logger, _machine.LastId, length, header.Xid, _options.MaxPacketBytes);
        call!.Observe(header);
        Settle(call, ProtocolErrors.ReplyTooLarge(call, length, _options.MaxPacketBytes));
        LeaveBehind(left);
        return true;
    }

    void IConnectionOwner.LetCallersGoOn(bool isUnattended)
    {
        if (_hasPumped)
        {
            _hasPumped = false;
            FlushNow();
        }

        _dispatcher.Run(isUnattended);
    }

    void IConnectionOwner.OnSendRoom(Connection connection)
    {
        lock (_gate)
        {
            if (connection == _connection && _waiting.Count + _again.Count > 0) PumpLocked(connection);
        }
    }

    void IConnectionOwner.OnClosed(Connection connection, Exception reason)
    {
        List<Call> lost = [];
        bool isOver;
        lock (_gate)
        {
            if (connection != _connection) return;
            _connection = null;
            _leaving = _negotiating = null;
            _machine.Disconnect();
            SortOutInFlightLocked(connection, lost);
            if (reason is ZkProtocolException or JuteFormatException) Log.ProtocolBroken(_logger, _machine.LastId, connection.Server, reason);
            else Log.ConnectionLost(_logger, _machine.LastId, connection.Server, Words(reason));
            var wasProven = _time.GetElapsedTime(_connectedAt) >= ProvenAfter;
            if (wasProven) _delay.Reset();
            isOver = _isClosing || _authFailed is not null;
            if (!isOver)
            {
                PublishLocked(ZkSessionStatus.Disconnected);
                StartConnectingLocked(atOnce: wasProven, lost: connection.Server);
                EnsureTimerLocked(long.MinValue, _time.GetTimestamp());
            }
        }

        if (isOver)
        {
            Settle(lost);
            SettleWaiting();
            return;
        }

        foreach (var call in lost) call.TryFail(LostError(call, connection, reason));
    }

    // A thread that still reads a connection given up meanwhile must not bring its events behind those of the next.
    private void OnEvent(Connection connection, in WatcherEvent happened, Zxid zxid)
    {
        ZkClientDiagnostics.Count(happened.Type);
        lock (_gate)
        {
            if (connection == _connection) Watches.Dispatch(happened, zxid);
        }
    }

    private void OnReply(Connection connection, in ReplyHeader header, ref JuteReader body)
    {
        Call? call;
        Connection? left;
        lock (_gate)
        {
            var expected = connection.InFlight.TryPeek()?.Xid ?? 0;
            if (expected != header.Xid) throw ProtocolErrors.XidOutOfOrder(expected, header.Xid);
            call = TakeReplyLocked(connection, header);
            left = TakeLeftLocked();
        }

        TakeReply(call!, header, ref body);
        LeaveBehind(left);
    }

    private Call? TakeReplyLocked(Connection connection, in ReplyHeader header)
    {
        var call = connection.InFlight.TryDequeue();
        _machine.Saw(header.Zxid);
        if (_waiting.Count + _again.Count > 0 && connection == _connection) PumpLocked(connection);
        return call;
    }

    // Once it is with the dispatcher, its caller may go on at any moment, and the call be another one.
    private void TakeReply(Call call, in ReplyHeader header, ref JuteReader body)
    {
        var isOurs = call.TryClaim();
        try
        {
            if (isOurs && header.Error is ErrorCode.SessionExpired or ErrorCode.SessionMoved) call.TakeError(SessionError(call, header.Error));
            else if (isOurs) call.Take(header, ref body);
            call.Observe(header);
        }
        finally
        {
            if (isOurs) _dispatcher.Add(call);
        }
    }

    private void Settle(Call call, Exception error)
    {
        if (!call.TryClaim()) return;
        call.TakeError(error);
        _dispatcher.Add(call);
    }

    // What was in flight: reads go again, writes that may have reached the server fail, the rest waits on.
    private void SortOutInFlightLocked(Connection connection, List<Call> lost)
    {
        var again = new Queue<Call>();
        while (connection.InFlight.TryDequeue() is { } call)
        {
            if (call.IsSettled || call.Xid < 0) continue;
            if (call.IsRepeatable) again.Enqueue(call);
            else if (call.StreamEnd <= connection.StreamSent || call.IsBoundToConnection) lost.Add(call);
            else again.Enqueue(call);
        }

        foreach (var call in _again) again.Enqueue(call);
        _again = again;
    }

    private static ConnectionLossException LostError(Call call, Connection connection, Exception reason) =>
        new(
            outcomeUnknown: true,
            $"{call.Operation} {call.Path} failed: the connection to {connection.Server} was lost ({Words(reason)}) before the reply came, "
            + "so it may or may not have been done. Read the node before you retry.",
            reason)
        {
            Path = call.Path,
            Operation = call.Operation,
        };

    private ZkSessionException SessionError(Call call, ErrorCode code)
    {
        SessionId session;
        TimeSpan timeout;
        lock (_gate) (session, timeout) = (_machine.LastId, _machine.NegotiatedTimeout);
        return code == ErrorCode.SessionMoved
            ? new SessionMovedException(session, $"{call.Operation} {call.Path} failed: session {session} has moved to another server. Retry.")
            {
                Path = call.Path,
                Operation = call.Operation,
            }
            : new SessionExpiredException(
                session, timeout, outcomeUnknown: false,
                $"{call.Operation} {call.Path} failed: session {session} had expired; its ephemeral nodes are gone. The client opens a new one; retry.")
            {
                Path = call.Path,
                Operation = call.Operation,
            };
    }

    private static string Words(Exception reason) => reason is SocketException socket ? socket.SocketErrorCode.ToString() : reason.Message;
}
