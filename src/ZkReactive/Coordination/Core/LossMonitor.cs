using ZkReactive.Client;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// Says when what depends on a session can no longer be trusted: when the session has ended, when it has been without a
/// connection for so long that the server may soon end it, or when its node was deleted by somebody else.
/// </summary>
/// <remarks>
/// The client gives a silent connection up after two thirds of the time-out, and the server ends the session one time-out
/// after the last sign of life. So the suspicion must come within a third of the time-out after the connection was given up.
/// </remarks>
internal sealed class LossMonitor : IDisposable
{
    /// <summary>When the node itself is watched: locks that are held for a moment only do without the extra request.</summary>
    private static readonly TimeSpan WatchAfter = TimeSpan.FromSeconds(1);

    private readonly IZkClient _client;
    private readonly OwnNode _node;
    private readonly double _share;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly ITimer _suspicion;
    private readonly IDisposable _states;
    private LockLoss? _reason;
    private bool _isOver;

    public LossMonitor(IZkClient client, OwnNode node, double share)
    {
        _client = client;
        _node = node;
        _share = share;
        _suspicion = client.Options.TimeProvider.CreateTimer(static state => ((LossMonitor)state!).Fire(LockLoss.Suspected), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _states = client.SessionStates.Subscribe(See, _ => Fire(LockLoss.SessionEnded), () => Fire(LockLoss.SessionEnded));

        // The state now, whenever the stream tells it.
        See(client.Session);
        _ = WatchNodeAsync(_ended.Token);
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
        _ = _ended.CancelAsync();
    }

    private void See(ZkSessionState state)
    {
        switch (state.Status)
        {
            case ZkSessionStatus.Connected when state.Id == _node.Session:
                lock (_lock)
                {
                    if (!_isOver) _suspicion.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                break;
            case ZkSessionStatus.Disconnected or ZkSessionStatus.Connecting or ZkSessionStatus.ConnectedReadOnly:
                var left = (state.NegotiatedTimeout * _share) - (_client.Options.TimeProvider.GetUtcNow() - state.At);
                lock (_lock)
                {
                    if (!_isOver) _suspicion.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                }

                break;
            default:
                Fire(LockLoss.SessionEnded);
                break;
        }
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

    private async Task WatchNodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(WatchAfter, _client.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var (existence, watch) = await Patience.RunAsync(_client, token => _client.ExistsWatchedAsync(_node.Path, token), cancellationToken).ConfigureAwait(false);
                await using (watch.ConfigureAwait(false))
                {
                    if (!existence.Exists || existence.Stat.Value.Czxid != _node.Zxid)
                    {
                        Fire(LockLoss.NodeDeleted);
                        return;
                    }

                    if ((await watch.Fired.WaitAsync(cancellationToken).ConfigureAwait(false)).Type == WatchEventType.None) return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ZkException)
        {
            // Over, or the node cannot be looked at; the session is still followed.
        }
    }
}
