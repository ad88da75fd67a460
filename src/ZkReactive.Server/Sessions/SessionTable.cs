using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Server.Sessions;

/// <summary>
/// The live sessions. Time counts in ticks: a session expires at the end of the tick in which its timeout ran
/// out. Pure: the caller says what time it is, in milliseconds of a clock that never goes back. Not thread-safe.
/// Source: Apache ZooKeeper, <c>SessionTrackerImpl</c> and <c>ExpiryQueue</c>.
/// </summary>
internal sealed class SessionTable
{
    private readonly Dictionary<long, Session> _sessions = [];
    private readonly Func<long, byte[]> _passwordOf;
    private readonly long _tick;
    private long _nextId;

    /// <param name="tickMilliseconds">The length of a bucket.</param>
    /// <param name="firstId">The id of the first session; the others count on from it.</param>
    /// <param name="now">The time now.</param>
    /// <param name="passwordOf">The password of a session.</param>
    public SessionTable(long tickMilliseconds, long firstId, long now, Func<long, byte[]> passwordOf)
    {
        _passwordOf = passwordOf;
        _tick = tickMilliseconds;
        _nextId = firstId;
        NextExpiry = BucketAfter(now);
    }

    public int Count => _sessions.Count;

    /// <summary>When <see cref="TakeExpired"/> has to be called next.</summary>
    public long NextExpiry { get; private set; }

    public IReadOnlyCollection<Session> All => _sessions.Values;

    public Session Open(long timeoutMilliseconds, long now)
    {
        while (_sessions.ContainsKey(_nextId)) _nextId++;
        return Restore(_nextId++, timeoutMilliseconds, now);
    }

    /// <summary>Takes in a session that was there before a restart, with its full timeout.</summary>
    public Session Restore(long id, long timeoutMilliseconds, long now)
    {
        var session = new Session(id, _passwordOf(id)) { TimeoutMilliseconds = timeoutMilliseconds };
        _sessions.Add(session.Id, session);
        Touch(session, now);
        return session;
    }

    public bool TryGet(long id, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(id, out session);

    /// <summary>Takes note that the session's client was heard of.</summary>
    public void Touch(Session session, long now) => session.ExpiresAt = BucketAfter(now + session.TimeoutMilliseconds);

    /// <summary>Gives every session its full timeout from now, as after a time when no client could reach the server.</summary>
    public void TouchAll(long now)
    {
        foreach (var session in _sessions.Values) Touch(session, now);
        NextExpiry = BucketAfter(now);
    }

    /// <summary>Takes a session out; false when it was gone already.</summary>
    public bool Remove(Session session) => _sessions.Remove(session.Id);

    /// <summary>The sessions of all buckets that are over; they are still in the table.</summary>
    public IReadOnlyList<Session> TakeExpired(long now)
    {
        if (now < NextExpiry) return [];
        NextExpiry = BucketAfter(now);
        var expired = new List<Session>();
        foreach (var session in _sessions.Values)
        {
            if (session.ExpiresAt <= now) expired.Add(session);
        }

        if (expired.Count > 1) expired.Sort((a, b) => (a.ExpiresAt, a.Id).CompareTo((b.ExpiresAt, b.Id)));
        return expired;
    }

    private long BucketAfter(long time) => ((time / _tick) + 1) * _tick;
}
