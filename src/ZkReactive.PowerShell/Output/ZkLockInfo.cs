using ZkReactive.Coordination.Locks;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A lock that is held, as Enter-ZkLock writes it and Use-ZkLock hands it to its script. Its properties are live.</summary>
public sealed class ZkLockInfo
{
    internal ZkLockInfo(ZkLockHandle handle, ZkSession session)
    {
        Handle = handle;
        Session = session;
    }

    /// <summary>The lock.</summary>
    public string Path => Handle.Path.Value;

    /// <summary>The node that stands for this holder.</summary>
    public string Node => Handle.Node.Value;

    /// <summary>A number that grows from holder to holder; what the lock protects should refuse a smaller one than it has seen.</summary>
    public long FencingToken => Handle.FencingToken.Value;

    /// <summary>Whether it was neither given back nor lost.</summary>
    public bool IsHeld => Handle.IsHeld;

    /// <summary>Why it was lost; empty while it was not.</summary>
    public LockLoss? Loss => Handle.Loss;

    /// <summary>The session of ZooKeeper that it depends on.</summary>
    public SessionId SessionId => Handle.Session;

    /// <summary>The session it was taken in.</summary>
    public ZkSession Session { get; }

    /// <summary>The handle behind it, with the token that fires when the lock is lost.</summary>
    public ZkLockHandle Handle { get; }

    /// <summary>The lock's path.</summary>
    public override string ToString() => Path;
}
