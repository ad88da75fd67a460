using System.Runtime.CompilerServices;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Makes sure time and again, while anybody relies upon a client's session, that the leader still hears of it: by a sync, which
/// only a server with its leader behind it answers. A ping says less: a server that was cut off from the others answers pings
/// until it notices, while the leader ends the session. One for a client, however many locks it holds.
/// </summary>
/// <remarks>
/// A server tells its leader of the sessions that it has heard of twice a tick. So an answered question is proof that the one an
/// eighth of the time-out before it, which is half a tick where a time-out has four ticks, is known to the leader; of itself it
/// is not, since the server may be gone before it has told. A new connection is made known at once.
/// </remarks>
internal sealed class SessionPulse
{
    private const int PerTimeout = 8;

    /// <summary>Locks that are held for a moment only do without.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly ConditionalWeakTable<IZkClient, SessionPulse> All = new();

    private readonly IZkClient _client;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;

    /// <summary>When the answered questions were asked that are not proven themselves.</summary>
    private readonly Queue<long> _answered = new();
    private SessionId _session = SessionId.None;
    private long? _provenAt;
    private long _lastAsked;
    private int _connection;
    private int _followers;

    private SessionPulse(IZkClient client)
    {
        _client = client;
        _timer = client.Options.TimeProvider.CreateTimer(static pulse => _ = ((SessionPulse)pulse!).BeatAsync(isFirst: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The one of a client.</summary>
    public static SessionPulse Of(IZkClient client) => All.GetValue(client, static one => new SessionPulse(one));

    /// <summary>
    /// A time, as a stamp of the client's clock, at or after which the leader has heard of the session for certain, so that it
    /// ends no sooner than its time-out after that. Null while none is known.
    /// </summary>
    public long? ProvenAt(SessionId session)
    {
        lock (_lock) return _session == session ? _provenAt : null;
    }

    /// <summary>Somebody relies upon the session until <see cref="Leave"/>.</summary>
    public void Join()
    {
        lock (_lock)
        {
            if (_followers++ > 0) return;
            _connection = _client.Session.ConnectionNumber;
            var every = _client.Session.NegotiatedTimeout / PerTimeout;
            if (every > TimeSpan.Zero) _timer.Change(every < LongestWait ? every : LongestWait, every);
        }
    }

    /// <summary>The other end of <see cref="Join"/>.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_followers == 0) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>There is a connection: on a new one it asks at once.</summary>
    public void Connected(int connection)
    {
        lock (_lock)
        {
            if (connection == _connection) return;
            _connection = connection;
        }

        _ = BeatAsync(isFirst: true);
    }

    private async Task BeatAsync(bool isFirst)
    {
        var session = _client.Session;
        if (session.Status != ZkSessionStatus.Connected) return;
        var asked = _client.Options.TimeProvider.GetTimestamp();
        try
        {
            await _client.SyncAsync(ZkPath.Root, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or ObjectDisposedException)
        {
            // No answer proves nothing.
            return;
        }

        // Asked in a session that is over by now, it was answered in the next one.
        if (_client.Session.Id == session.Id) Take(session, asked, isFirst);
    }

    private void Take(ZkSessionState session, long asked, bool isFirst)
    {
        lock (_lock)
        {
            if (_session != session.Id)
            {
                (_session, _provenAt, _lastAsked) = (session.Id, null, asked);
                _answered.Clear();
            }

            // The answers come in order, but those who wait for them may go on in another.
            if (asked > _lastAsked) _lastAsked = asked;
            var told = _lastAsked - (long)(session.NegotiatedTimeout.TotalSeconds / PerTimeout * _client.Options.TimeProvider.TimestampFrequency);
            _answered.Enqueue(asked);
            for (var left = _answered.Count; left > 0; left--)
            {
                var one = _answered.Dequeue();
                if (one > told) _answered.Enqueue(one);
                else if (one > (_provenAt ?? long.MinValue)) _provenAt = one;
            }

            if (isFirst && told > (_provenAt ?? long.MinValue)) _provenAt = told;
        }
    }
}
