using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Sessions;

/// <summary>
/// The state of a session without any I/O: it is told what came and what time it is, and says what is to be done.
/// Not safe for use by two threads at once.
/// </summary>
internal sealed class SessionMachine(TimeSpan requestedTimeout, int hostCount, bool canBeReadOnly, TimeProvider time)
{
    private byte[] _password = new byte[16];
    private bool _isOpen;
    private long _lastHeard;
    private long _lastSent;

    /// <summary>The session to take up again; none when a new one has to be opened.</summary>
    public SessionId Id { get; private set; }

    /// <summary>The last session that there was, for reports.</summary>
    public SessionId LastId { get; private set; }

    /// <summary>The time-out the server granted; zero before the first session.</summary>
    public TimeSpan NegotiatedTimeout { get; private set; }

    /// <summary>The last transaction seen. Only replies move it: an event tells of one, but not that those before it were seen.</summary>
    public Zxid LastZxid { get; private set; }

    /// <summary>Counts sessions from 1.</summary>
    public int SessionNumber { get; private set; }

    /// <summary>Counts connections from 1.</summary>
    public int ConnectionNumber { get; private set; }

    /// <summary>Counts how often the ensemble was found to have lost its history.</summary>
    public int HistoryNumber { get; private set; }

    /// <summary>Whether the server connected to is cut off from its quorum.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>How many servers there are to try.</summary>
    public int HostCount { get; set; } = hostCount;

    /// <summary>The spans in force.</summary>
    public SessionTimers Timers => new(NegotiatedTimeout > TimeSpan.Zero ? NegotiatedTimeout : requestedTimeout, HostCount);

    /// <summary>Takes up the session of another process, as if it had been this one's and the connection was lost when that one last heard of a server.</summary>
    public void Resume(ZkSessionTicket ticket)
    {
        var age = time.GetUtcNow() - ticket.LastHeard;
        Id = LastId = ticket.Id;
        _password = ticket.Password.ToArray();
        NegotiatedTimeout = ticket.NegotiatedTimeout;
        LastZxid = ticket.LastZxid;
        SessionNumber = 1;

        // A clock that was set back must not make the session younger than new.
        _lastHeard = time.GetTimestamp() - (age > TimeSpan.Zero ? (long)(age.TotalSeconds * time.TimestampFrequency) : 0);
    }

    /// <summary>What another process needs to go on with the session; null when there is none, or it has ended.</summary>
    public ZkSessionTicket? Leave(string servers)
    {
        var silent = time.GetElapsedTime(Volatile.Read(ref _lastHeard));
        if (Id == SessionId.None || silent >= Timers.Expiry) return null;
        return new()
        {
            Id = Id,
            Password = _password.ToArray(),
            LastZxid = LastZxid,
            NegotiatedTimeout = NegotiatedTimeout,
            LastHeard = time.GetUtcNow() - silent,
            Servers = servers,
        };
    }

    /// <summary>What to send first on a new connection.</summary>
    /// <param name="forgetHistory">Whether to ask as a client that has seen nothing.</param>
    public ConnectRequest BuildRequest(bool forgetHistory = false) =>
        new(0, forgetHistory ? Zxid.None : LastZxid, (int)Math.Min(int.MaxValue, requestedTimeout.TotalMilliseconds), Id, _password, canBeReadOnly);

    /// <summary>Takes the answer to a connect request.</summary>
    public HandshakeResult Accept(in ConnectRequest request, in ConnectResponse response)
    {
        if (request.SessionId != Id) return HandshakeResult.Stale;
        if (response.TimeoutMilliseconds <= 0)
        {
            Expire();
            return HandshakeResult.Expired;
        }

        var isReadOnly = response.ReadOnly ?? false;
        var resumed = Id != SessionId.None && response.SessionId == Id;
        _isOpen = true;
        _lastHeard = _lastSent = time.GetTimestamp();
        IsReadOnly = isReadOnly;
        NegotiatedTimeout = TimeSpan.FromMilliseconds(response.TimeoutMilliseconds);
        ConnectionNumber++;
        if (!resumed) SessionNumber++;
        LastId = response.SessionId;

        // A server without quorum makes up an id that no other server knows: it must not replace a real one.
        if (!isReadOnly)
        {
            Id = response.SessionId;
            _password = response.Password ?? new byte[16];
        }

        return resumed ? HandshakeResult.Resumed : HandshakeResult.Opened;
    }

    /// <summary>The connection is gone; the session may live on.</summary>
    public void Disconnect() => _isOpen = false;

    /// <summary>The session has ended; the next connection opens another.</summary>
    public void Expire()
    {
        _isOpen = false;
        Id = SessionId.None;
        _password = new byte[16];
    }

    /// <summary>The ensemble's history is older than what was seen: transactions from before do not compare any more.</summary>
    public void ForgetHistory()
    {
        HistoryNumber++;
        LastZxid = Zxid.None;
    }

    /// <summary>A reply came. Zero and below say nothing.</summary>
    public void Saw(Zxid zxid)
    {
        if (zxid.Value > 0) LastZxid = zxid;
    }

    /// <summary>Bytes came. May be called without the gate.</summary>
    public void Heard() => Volatile.Write(ref _lastHeard, time.GetTimestamp());

    /// <summary>A request was sent.</summary>
    public void Sent(long now) => _lastSent = now;

    /// <summary>What is to be done at <paramref name="now"/>.</summary>
    public SessionAction Tick(long now)
    {
        var silent = time.GetElapsedTime(Volatile.Read(ref _lastHeard), now);
        if (!_isOpen) return Id != SessionId.None && silent >= Timers.Expiry ? SessionAction.Expire : SessionAction.None;
        if (silent >= Timers.Read) return SessionAction.GiveUpConnection;
        return time.GetElapsedTime(_lastSent, now) >= Timers.Ping ? SessionAction.Ping : SessionAction.None;
    }

    /// <summary>How long after <paramref name="now"/> <see cref="Tick"/> has something to do, if nothing happens before; null when never.</summary>
    public TimeSpan? NextDue(long now)
    {
        var silent = time.GetElapsedTime(Volatile.Read(ref _lastHeard), now);
        if (!_isOpen) return Id != SessionId.None ? Timers.Expiry - silent : null;
        var read = Timers.Read - silent;
        var ping = Timers.Ping - time.GetElapsedTime(_lastSent, now);
        return read < ping ? read : ping;
    }
}
