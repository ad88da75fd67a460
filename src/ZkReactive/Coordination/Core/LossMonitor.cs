using ZkReactive.Client;
using ZkReactive.Coordination.Locks;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Says when what depends on a session can no longer be trusted: when the session has ended, when the server may soon end it
/// as far as can be told from here, or when its node was deleted by somebody else.
/// </summary>
/// <remarks>
/// Two clocks run. One from the loss of the connection: the client gives a silent one up after two thirds of the time-out. The
/// other, of which the first knows nothing, from when the last answered question was <em>asked</em> (<see cref="SessionPulse"/>):
/// the server ends the session one time-out after it heard of it, and an answer may have been long on its way. Whichever is
/// over first counts, so the suspicion comes within one time-out of the last sign of life that is sure to have been noticed.
/// </remarks>
internal sealed class LossMonitor : IDisposable
{
    /// <summary>After what share of the time-out the client gives a silent connection up.</summary>
    private const double SilentShare = 2.0 / 3;

    /// <summary>How long trust lasts before the first question is answered: whoever has just made a node, or was just told that it is its turn, was heard of.</summary>
    private const double FirstShare = 0.5;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly IZkClient _client;
    private readonly TimeProvider _time;
    private readonly OwnNode _node;
    private readonly double _share;
    private readonly long _since;
    private readonly SessionPulse _pulse;
    private readonly CancellationTokenSource _lost = new();
    private readonly NodeLife _life;
    private readonly Lock _lock = new();
    private readonly ITimer _suspicion;
    private readonly IDisposable _states;

    /// <summary>When the connection was lost, and how much longer it could be trusted then; null while there is one.</summary>
    private (long Seen, TimeSpan Left)? _away;
    private LockLoss? _reason;
    private bool _isOver;

    public LossMonitor(IZkClient client, OwnNode node, double share)
    {
        _client = client;
        _time = client.Options.TimeProvider;
        _node = node;
        _share = share;
        _since = _time.GetTimestamp();
        _pulse = SessionPulse.Of(client);
        _pulse.Join();
        _suspicion = _time.CreateTimer(static state => ((LossMonitor)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _states = client.SessionStates.Subscribe(See, _ => Fire(LockLoss.SessionEnded), () => Fire(LockLoss.SessionEnded));

        // The state now, whenever the stream tells it.
        See(client.Session);
        _life = new NodeLife(client, node);
        _ = FollowNodeAsync();
    }

    /// <summary>Fires once.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it fired; null while it has not.</summary>
    public LockLoss? Reason
    {
        get
        {
            lock (_lock) return _reason;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isOver) return;
            _isOver = true;
        }

        _states.Dispose();
        _suspicion.Dispose();
        _pulse.Leave();
        _life.Dispose();
    }

    private void See(ZkSessionState state)
    {
        switch (state.Status)
        {
            case ZkSessionStatus.Connected when state.Id == _node.Session:
                lock (_lock) _away = null;
                _pulse.Connected(state.ConnectionNumber);
                break;
            case ZkSessionStatus.Disconnected or ZkSessionStatus.Connecting or ZkSessionStatus.ConnectedReadOnly:
                lock (_lock) _away = (_time.GetTimestamp(), (state.NegotiatedTimeout * _share) - (_time.GetUtcNow() - state.At));
                break;
            default:
                Fire(LockLoss.SessionEnded);
                return;
        }

        Look();
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_isOver || _reason is not null) return;
            var left = LeftLocked();
            if (left > TimeSpan.Zero)
            {
                _suspicion.Change(left < ShortestWait ? ShortestWait : left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Fire(LockLoss.Suspected);
    }

    private TimeSpan LeftLocked()
    {
        var timeout = _client.Session.NegotiatedTimeout;
        var left = (timeout * FirstShare) - _time.GetElapsedTime(_since);
        if (_pulse.ProvenAt(_node.Session) is { } proven)
        {
            var leftOfProof = (timeout * (SilentShare + _share)) - _time.GetElapsedTime(proven);
            if (leftOfProof > left) left = leftOfProof;
        }

        if (_away is { } away && away.Left - _time.GetElapsedTime(away.Seen) is var leftAway && leftAway < left) left = leftAway;
        return left;
    }

    private void Fire(LockLoss reason)
    {
        lock (_lock)
        {
            if (_isOver || _reason is not null) return;
            _reason = reason;
        }

        // Whoever waits for the token must not run on the client's threads.
        _ = _lost.CancelAsync();
    }

    private async Task FollowNodeAsync()
    {
        if (await _life.Gone.ConfigureAwait(false)) Fire(LockLoss.NodeDeleted);
    }
}
