using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>
/// A lock that is held. Give <see cref="FencingToken"/> to whatever the lock protects, which refuses a smaller one than it
/// has seen; stop working when <see cref="Lost"/> fires; dispose it to give the lock back.
/// </summary>
public sealed class ZkLockHandle : IAsyncDisposable
{
    private readonly IZkClient _client;
    private readonly OwnNode _node;
    private readonly LossMonitor _monitor;
    private readonly Func<OwnNode, Task> _release;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private int _depth = 1;

    internal ZkLockHandle(IZkClient client, ZkPath path, OwnNode node, double suspectAfter, Func<OwnNode, Task> release)
    {
        _client = client;
        _node = node;
        _release = release;
        Path = path;
        _logger = CoordinationLog.Of(client);
        CoordinationLog.LockTaken(_logger, Session, path, FencingToken, Node);
        _monitor = new LossMonitor(client, node, suspectAfter);
        _monitor.Lost.UnsafeRegister(static handle => ((ZkLockHandle)handle!).LogLost(), this);
    }

    /// <summary>The lock.</summary>
    public ZkPath Path { get; }

    /// <summary>The node that stands for this holder.</summary>
    public ZkPath Node => _node.Path;

    /// <summary>Grows from holder to holder: the transaction that made <see cref="Node"/>.</summary>
    public Zxid FencingToken => _node.Zxid;

    /// <summary>The session the lock depends on.</summary>
    public SessionId Session => _node.Session;

    /// <summary>
    /// Fires once the lock can no longer be relied upon: before the server can have given it to somebody else, as far as this
    /// process runs and its clock goes on. A process that was halted finds out when it goes on; only the fencing token
    /// protects from what it does until then.
    /// </summary>
    public CancellationToken Lost => _monitor.Lost;

    /// <summary>Why <see cref="Lost"/> fired; null while it has not.</summary>
    public LockLoss? Loss => _monitor.Reason;

    /// <summary>How often it was entered and not yet left; 0 when it was given back.</summary>
    public int Depth
    {
        get
        {
            lock (_lock) return _depth;
        }
    }

    /// <summary>Whether it was neither given back nor lost.</summary>
    public bool IsHeld => Depth > 0 && Loss is null;

    /// <summary>Enters once more: the lock is given back when each entry was disposed.</summary>
    /// <exception cref="CoordinationException">It was given back or lost.</exception>
    public ZkLockHandle Reenter()
    {
        ThrowIfLost();
        lock (_lock)
        {
            if (_depth == 0)
                throw new CoordinationException(CoordinationErrorIds.LockReleased, $"Entering the lock {Path} once more failed: it was given back. Acquire it anew.") { Path = Path };
            _depth++;
        }

        return this;
    }

    /// <summary>Does nothing while the lock is held and trusted.</summary>
    /// <exception cref="CoordinationException">It was lost.</exception>
    public void ThrowIfLost()
    {
        if (Loss is not { } loss) return;
        var why = loss switch
        {
            LockLoss.Suspected => "the connection, or the leader behind it, has been away for too long to rely on it",
            LockLoss.SessionEnded => $"session {Session} has ended",
            _ => $"somebody deleted its node {Node}",
        };
        throw new CoordinationException(CoordinationErrorIds.LockLost, $"The lock {Path} was lost: {why}. Stop what it protects and acquire it anew.") { Path = Path };
    }

    /// <summary>
    /// Leaves once; the last leaving gives the lock back: when its node is gone. That is waited for a second at most; while
    /// the servers are away it goes on behind, until they are back or the session ends. Does nothing when it was given back already.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_depth == 0 || --_depth > 0) return;
        }

        _monitor.Dispose();
        if (_client.Session.Status is not ZkSessionStatus.Closed) await _release(_node).ConfigureAwait(false);
        CoordinationLog.LockGivenBack(_logger, Session, Path, FencingToken);
    }

    private void LogLost() => CoordinationLog.LockLost(_logger, Session, Path, FencingToken, Loss);
}
