using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>One timer for all of a client: deadlines of calls, pings, silence of the server, expiry of the session.</summary>
internal sealed partial class SessionDriver
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(1);

    private readonly ITimer _timer;
    private long _timerDue = long.MaxValue;

    // The timer is set for the earliest of all dates; a later call's deadline is later too, so this seldom does anything.
    private void EnsureTimerLocked(long due, long now)
    {
        if (due >= _timerDue || _isClosing) return;
        SetTimerLocked(now);
    }

    private void SetTimerLocked(long now)
    {
        var next = _machine.NextDue(now) ?? Timeout.InfiniteTimeSpan;
        if (FirstDeadlineLocked() is { } deadline)
        {
            var left = _time.GetElapsedTime(now, deadline);
            if (next == Timeout.InfiniteTimeSpan || left < next) next = left;
        }

        if (next != Timeout.InfiniteTimeSpan && next < ShortestTick) next = ShortestTick;
        _timerDue = next == Timeout.InfiniteTimeSpan ? long.MaxValue : now + ToTicks(next);
        _timer.Change(next, Timeout.InfiniteTimeSpan);
    }

    private long? FirstDeadlineLocked()
    {
        var first = long.MaxValue;
        if (_again.TryPeek(out var call)) first = Math.Min(first, call.Deadline);
        if (_waiting.TryPeek(out call)) first = Math.Min(first, call.Deadline);
        if (_connection is { } connection)
        {
            for (var i = 0; i < connection.InFlight.Count; i++)
            {
                if (connection.InFlight[i].IsSettled || connection.InFlight[i].Deadline == long.MaxValue) continue;
                first = Math.Min(first, connection.InFlight[i].Deadline);
                break;
            }
        }

        return first == long.MaxValue ? null : first;
    }

    private void OnTimer()
    {
        List<(Call Call, string Awaited)>? late = null;
        SessionAction action;
        Connection? connection;
        lock (_gate)
        {
            if (_isClosing) return;
            var now = _time.GetTimestamp();
            connection = _connection;
            CollectLateLocked(now, ref late);
            action = _machine.Tick(now);
            if (action == SessionAction.Expire)
            {
                _machine.Expire();
                AnnounceExpiryLocked();
            }
            else if (action == SessionAction.Ping && connection is not null)
            {
                connection.WriteUnpairedLocked(Xids.Ping, OpCode.Ping, default(EmptyRecord));
                _machine.Sent(now);
            }

            SetTimerLocked(now);
        }

        if (action == SessionAction.Ping) connection?.Flush();
        if (action == SessionAction.GiveUpConnection)
            connection?.Close(new IOException($"nothing was heard of it for {_machine.Timers.Read.TotalSeconds:0.###} s"));
        if (late is null) return;
        foreach (var (call, awaited) in late) call.TryFail(LateError(call, awaited));
    }

    private void CollectLateLocked(long now, ref List<(Call Call, string Awaited)>? late)
    {
        CollectLate(_again, now, ref late);
        CollectLate(_waiting, now, ref late);
        if (_connection is not { } connection) return;
        for (var i = 0; i < connection.InFlight.Count; i++)
        {
            // One of the client's own has no deadline, and must not keep those behind it from theirs.
            var call = connection.InFlight[i];
            if (call.IsSettled || call.Deadline == long.MaxValue) continue;
            if (call.Deadline > now) break;
            call.IsHeld = true;
            (late ??= []).Add((call, "a reply"));
        }
    }

    private static void CollectLate(Queue<Call> queue, long now, ref List<(Call Call, string Awaited)>? late)
    {
        while (queue.TryPeek(out var call) && (call.IsSettled || call.Deadline <= now))
        {
            queue.Dequeue();
            if (!call.IsSettled) (late ??= []).Add((call, "a connection"));
        }
    }

    private ZkTimeoutException LateError(Call call, string awaited) =>
        new(
            _options.RequestTimeout,
            awaited,
            $"{call.Operation} {call.Path} failed: {_options.RequestTimeout.TotalSeconds:0.###} s went by waiting for {awaited}. "
            + (awaited == "a reply" && !call.IsRepeatable
                ? "It may have been done: read the node before you retry."
                : "Check that the servers run and can be reached, then retry."))
        {
            Path = call.Path,
            Operation = call.Operation,
        };

    private void AnnounceExpiryLocked()
    {
        Log.SessionExpired(_logger, _machine.LastId);
        PublishLocked(ZkSessionStatus.Expired);
        Watches.Expire();
    }
}
