using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>How a lock is taken.</summary>
public sealed record ZkLockOptions
{
    /// <summary>The largest <see cref="SuspectAfter"/>: later than this, the server may have ended the session already.</summary>
    public const double LargestSuspectAfter = 0.3;

    /// <summary>What the lock's node says of its owner, for people and tools. Default: nothing.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>How the lock's nodes are called. Default: <see cref="LockNaming.Curator"/>.</summary>
    public LockNaming Naming { get; init; } = LockNaming.Curator;

    /// <summary>
    /// How long the connection may be away before the lock counts as lost, as a share of the session's time-out. Default:
    /// 0.25; more than zero, at most <see cref="LargestSuspectAfter"/>.
    /// </summary>
    public double SuspectAfter { get; init; } = 0.25;

    /// <summary>The access control list of the lock's node; null for everybody. Default: null.</summary>
    public IReadOnlyList<Acl>? Acl { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names property, value and bound.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SuspectAfter, nameof(SuspectAfter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SuspectAfter, LargestSuspectAfter, nameof(SuspectAfter));
    }
}
