using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Something a registration saw, decided or did. A closed union; nothing in it is secret.</summary>
/// <param name="At">When, by the registration's clock.</param>
public abstract record ServiceEvent(DateTimeOffset At)
{
    /// <summary>A probe that counts towards a change; those that only confirm what is known are no events.</summary>
    public sealed record Probed(DateTimeOffset At, bool IsUp, int Streak, string Detail) : ServiceEvent(At);

    /// <summary>Enough probes in a row agree; or a service that was down is still down, but for another reason.</summary>
    public sealed record HealthChanged(DateTimeOffset At, ServiceHealth Health, string Detail) : ServiceEvent(At);

    /// <summary>The session's state changed as far as it matters here.</summary>
    public sealed record SessionSeen(DateTimeOffset At, SessionId Session, bool CanWrite, int History) : ServiceEvent(At);

    /// <summary>The node changed, or was looked at.</summary>
    public sealed record NodeSeen(DateTimeOffset At, ServiceNodeView View) : ServiceEvent(At);

    /// <summary>A step is about to be taken.</summary>
    public sealed record StepStarted(DateTimeOffset At, ServiceStep Step) : ServiceEvent(At);

    /// <summary>A step failed; it is taken again after a pause, or when the connection is back.</summary>
    public sealed record StepFailed(DateTimeOffset At, ServiceStep Step, string ErrorId, string Message) : ServiceEvent(At);

    /// <summary>The pause after a failure is over.</summary>
    public sealed record Resumed(DateTimeOffset At) : ServiceEvent(At);

    /// <summary>The service stands in ZooKeeper, kept by this session.</summary>
    public sealed record Registered(DateTimeOffset At, SessionId Session, Zxid Zxid) : ServiceEvent(At);

    /// <summary>Its node is gone without having been taken away here; it comes back as soon as it can.</summary>
    public sealed record Lost(DateTimeOffset At, bool ByExpiry) : ServiceEvent(At);

    /// <summary>Its node was taken away here.</summary>
    public sealed record Removed(DateTimeOffset At) : ServiceEvent(At);

    /// <summary>The same address and port stand there already, kept by a session that is not known: most likely of a predecessor that died. It is waited for.</summary>
    public sealed record PredecessorAwaited(DateTimeOffset At, SessionId Owner) : ServiceEvent(At);

    /// <summary>A stranger has the node. It is left alone, and taken when it becomes free.</summary>
    public sealed record Refused(DateTimeOffset At, SessionId Owner, string ErrorId, string Message) : ServiceEvent(At);

    /// <summary>The registration is ending.</summary>
    public sealed record Stopping(DateTimeOffset At) : ServiceEvent(At);

    /// <summary>The registration has ended, and nothing of it is left in ZooKeeper.</summary>
    public sealed record Stopped(DateTimeOffset At) : ServiceEvent(At);
}
