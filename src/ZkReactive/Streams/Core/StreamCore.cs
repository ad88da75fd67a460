using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Core;

/// <summary>
/// Decides for one stream when to read, when to wait and what to emit. Pure: no threads, tasks, clocks or data; every
/// input carries the client's present session, every answer is one <see cref="StreamStep"/>.
/// </summary>
/// <remarks>
/// The way of it (docs/adr/0002): each read leaves a one-shot watch, so nothing can change unseen between the two; when the
/// watch fires, the next read fetches what is newest and leaves the next watch. A read whose connection changed under it
/// proves nothing about the present connection and is done again. At most one read is under way.
/// </remarks>
internal sealed class StreamCore(StreamKind kind, StreamTiming timing)
{
    private ZkSessionState? _session;
    private ZkSessionState? _readSession;
    private StreamPosition? _shown;
    private int _shownHistory;
    private Need _need;
    private Pause _pause;
    private bool _reading;
    private bool _absent;
    private bool _away;
    private int _failures;
    private int _races;

    private enum Need
    {
        Nothing,
        ReadInAWhile,
        ReadNow,
    }

    private enum Pause
    {
        None,
        Spread,
        BackOff,
    }

    /// <summary>Whether what was accepted last is, as far as can be known here, the present state.</summary>
    public bool IsCurrent =>
        _shown is not null && !_reading && !_away && _need == Need.Nothing && _pause == Pause.None && _session is { IsConnected: true };

    /// <summary>Whether nothing is known to have been missed: a state was accepted on this connection, and the connection is there.</summary>
    public bool IsFresh => _shown is not null && !_away && _session is { IsConnected: true };

    /// <summary>The first observer has come.</summary>
    public StreamStep Start(ZkSessionState session)
    {
        _need = Need.ReadNow;
        return Next(session);
    }

    /// <summary>One more observer has come: it should not have to wait for a read that was put off.</summary>
    public StreamStep ObserverCame(ZkSessionState session)
    {
        Note(session);
        if (_need == Need.ReadInAWhile) _need = Need.ReadNow;
        return Next(session);
    }

    /// <summary>The session's state may have changed.</summary>
    public StreamStep SessionChanged(ZkSessionState session) => Next(session);

    /// <summary>The watch that the last read left has fired, or is gone.</summary>
    public StreamStep WatchFired(in ZkWatchEvent fired, ZkSessionState session)
    {
        if (fired is { Type: WatchEventType.None, State: KeeperState.Closed }) return new StreamStep(StreamEffect.Complete);
        switch (fired.Type)
        {
            case WatchEventType.None:
                _away = true;
                break;
            case WatchEventType.NodeDeleted:
                _absent = true;
                break;
            default:
                _absent = false;
                break;
        }

        _need = Need.ReadNow;
        return Next(session);
    }

    /// <summary>The read found the state: the content, or in answer to the question for existence, that the node is absent.</summary>
    public StreamStep ReadSucceeded(Stat? stat, Zxid zxid, ZkSessionState session)
    {
        if (EndRead(session)) return ReadAgain(session);
        var read = new StreamPosition(stat, zxid);
        var anew = _shown is not null && _shownHistory != session.HistoryNumber;
        var order = _shown is { } shown && !anew ? read.CompareWith(shown, kind) : StreamOrder.Newer;
        if (order == StreamOrder.Older) return BackOff(session);
        var cause = _shown is null ? ChangeCause.Initial
            : _away || anew || order == StreamOrder.Rewritten ? ChangeCause.Resync
            : ChangeCause.Change;
        _shown = read;
        _shownHistory = session.HistoryNumber;
        _absent = stat is null;
        _away = false;
        _failures = 0;
        _races = 0;
        return Next(session) with { Accepted = true, Emit = order == StreamOrder.Same ? null : cause };
    }

    /// <summary>The content could not be read: there is no such node (and no watch). Its existence is asked for next.</summary>
    public StreamStep NodeMissing(ZkSessionState session)
    {
        EndRead(session);
        _absent = true;
        return ReadAgain(session);
    }

    /// <summary>The node whose existence was asked for is there. Its content is read next.</summary>
    public StreamStep NodeFound(ZkSessionState session)
    {
        EndRead(session);
        _absent = false;
        return ++_races > timing.MaxRaces ? BackOff(session) : ReadAgain(session);
    }

    /// <summary>The read failed.</summary>
    public StreamStep ReadFailed(bool transient, ZkSessionState session)
    {
        var crossed = EndRead(session);
        if (!transient) return new StreamStep(StreamEffect.Fail);

        // A lost connection explains a first failure, and the next connection is soon enough. A second one may be the
        // request's own doing (a reply that breaks the connection), so it takes its time.
        return _failures == 0 && (crossed || !session.IsConnected) ? ReadAgain(session, failures: 1) : BackOff(session);
    }

    /// <summary>The time of <see cref="StreamEffect.Wait"/> is over.</summary>
    public StreamStep TimerFired(ZkSessionState session)
    {
        // A safety read that falls due while there is no connection is spread anew over the next one.
        if (_pause == Pause.BackOff || (_need != Need.Nothing && session.IsConnected)) _need = Need.ReadNow;
        _pause = Pause.None;
        return Next(session);
    }

    private StreamStep ReadAgain(ZkSessionState session, int failures = 0)
    {
        _failures += failures;
        _need = Need.ReadNow;
        return Next(session);
    }

    private StreamStep BackOff(ZkSessionState session)
    {
        Note(session);
        if (Ended(session) is { } end) return end;
        _need = Need.ReadNow;
        _pause = Pause.BackOff;
        var longest = timing.BackOff(++_failures);
        return new StreamStep(StreamEffect.Wait, MinDelay: longest / 2, MaxDelay: longest);
    }

    /// <summary>Returns whether the session moved on under the read, so that its result cannot be placed.</summary>
    private bool EndRead(ZkSessionState session)
    {
        _reading = false;
        return _readSession is not { } begun
            || begun.ConnectionNumber != session.ConnectionNumber
            || begun.SessionNumber != session.SessionNumber
            || begun.HistoryNumber != session.HistoryNumber;
    }

    private void Note(ZkSessionState session)
    {
        if (_session is { } before && before.ConnectionNumber != session.ConnectionNumber)
        {
            _away = true;
            var watchLost = before.SessionNumber != session.SessionNumber;
            if (watchLost) _need = Need.ReadNow;
            else if (_need == Need.Nothing) _need = Need.ReadInAWhile;
        }

        _session = session;
    }

    private static StreamStep? Ended(ZkSessionState session) => session.Status switch
    {
        ZkSessionStatus.Closed => new StreamStep(StreamEffect.Complete),
        ZkSessionStatus.AuthFailed => new StreamStep(StreamEffect.FailAuthentication),
        _ => null,
    };

    private StreamStep Next(ZkSessionState session)
    {
        Note(session);
        if (Ended(session) is { } end) return end;
        if (_reading || _need == Need.Nothing || _pause == Pause.BackOff || !session.IsConnected) return default;
        if (_need == Need.ReadInAWhile)
        {
            if (_pause == Pause.Spread) return default;
            _pause = Pause.Spread;
            return new StreamStep(StreamEffect.Wait, MaxDelay: timing.ResyncWindow);
        }

        _need = Need.Nothing;
        _pause = Pause.None;
        _reading = true;
        _readSession = session;
        return new StreamStep(_absent ? StreamEffect.ReadExistence : StreamEffect.ReadContent);
    }
}
