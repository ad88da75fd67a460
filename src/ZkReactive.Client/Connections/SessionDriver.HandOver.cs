using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>A session that outlives its client: left at the servers by one process and taken up by the next.</summary>
internal sealed partial class SessionDriver
{
    /// <summary>Ends the client and leaves its session; settles every call. Null when there is no session to leave.</summary>
    public async ValueTask<ZkSessionTicket?> DetachAsync()
    {
        // Answered after all that is in flight, and a sign of life: the session's time begins anew. What is asked for does not matter.
        var isFirst = await TryEndAsync(static answered =>
            new InternalCall<ExistsRequest>(OpCode.Exists, new ExistsRequest("/", false), _ => answered.TrySetResult()));
        ObjectDisposedException.ThrowIf(!isFirst, typeof(ZkClient));
        ZkSessionTicket? ticket;
        lock (_gate) ticket = _machine.Leave(_servers);
        if (ticket is not null) Log.SessionLeft(_logger, ticket.Id, ticket.EndsAt);
        return ticket;
    }

    private void TakeUpLocked(ZkSessionTicket ticket)
    {
        if (!ticket.IsOf(_servers))
        {
            Log.SessionForeign(_logger, ticket.Id, ticket.Servers);
            return;
        }

        _machine.Resume(ticket);
        Log.SessionTaken(_logger, ticket.Id, ticket.LastHeard);
        PublishLocked(ZkSessionStatus.Disconnected);
        var now = _time.GetTimestamp();
        if (_machine.Tick(now) == SessionAction.Expire)
        {
            _machine.Expire();
            AnnounceExpiryLocked();
        }

        EnsureTimerLocked(long.MinValue, now);
    }
}
