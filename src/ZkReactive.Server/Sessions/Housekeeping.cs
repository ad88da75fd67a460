using ZkReactive.Protocol;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Processing;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Sessions;

/// <summary>
/// What happens by the clock: sessions expire, empty containers and outlived TTL nodes go. Source: Apache ZooKeeper,
/// <c>SessionTrackerImpl.run</c> and <c>ContainerManager</c>.
/// </summary>
internal sealed class Housekeeping : IAsyncDisposable
{
    /// <summary>How long a connection may be there without a session; Apache ZooKeeper's <c>zookeeper.nio.sessionlessCnxnTimeout</c>.</summary>
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);

    private readonly ServerState _state;
    private readonly ITimer _expiry;
    private readonly ITimer _reaping;
    private bool _paused;

    public Housekeeping(ServerState state)
    {
        _state = state;
        var time = state.Options.TimeProvider;
        _expiry = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reaping = time.CreateTimer(_ => Reap(), null, state.Options.ContainerCheckInterval, state.Options.ContainerCheckInterval);
        Schedule();
    }

    /// <summary>Nothing expires while no client can reach the server.</summary>
    public void Pause()
    {
        lock (_state.Gate) _paused = true;
    }

    /// <summary>Goes on, with the full timeout for every session.</summary>
    public void Resume()
    {
        lock (_state.Gate)
        {
            _paused = false;
            _state.Sessions.TouchAll(_state.MonotonicMilliseconds);
        }

        Schedule();
    }

    public async ValueTask DisposeAsync()
    {
        await _expiry.DisposeAsync();
        await _reaping.DisposeAsync();
    }

    private void Schedule()
    {
        long wait;
        lock (_state.Gate) wait = Math.Max(1, _state.Sessions.NextExpiry - _state.MonotonicMilliseconds);
        _expiry.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        _state.Run(() =>
        {
            if (_paused) return;
            foreach (var session in _state.Sessions.TakeExpired(_state.MonotonicMilliseconds))
            {
                Log.SessionExpired(_state.Logger, new SessionId(session.Id));
                _state.CloseSession(session, 0);
            }

            SendIdlersAway();
        });
        if (!_paused) Schedule();
    }

    // A connection that never shakes hands would be there for ever.
    private void SendIdlersAway()
    {
        var deadline = _state.WallMilliseconds - (long)HandshakePatience.TotalMilliseconds;
        foreach (var client in _state.Clients)
        {
            if (client.Session is null && client.Established <= deadline) client.Transport.Abort();
        }
    }

    private void Reap() => _state.Run(() =>
    {
        if (_paused) return;
        var now = _state.WallMilliseconds;
        foreach (var node in _state.Tree.Reapable.Where(n => IsOutlived(n, now)).ToArray())
        {
            _state.Commit(0, 0, new DeleteTransaction(node.Path));
        }
    });

    // A container that never had a child is left alone: its maker may be about to add one.
    private static bool IsOutlived(DataNode node, long now) =>
        node.ChildCount == 0
        && (OwnerCodes.IsTtl(node.EphemeralOwner)
            ? now - node.ModifiedTime > OwnerCodes.TtlMilliseconds(node.EphemeralOwner)
            : node.ChildrenCreated > 0);
}
