using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>What the decider is told: what was observed, and what came of a step. A closed union.</summary>
/// <param name="At">When, by the registration's clock.</param>
public abstract record ServiceCommand(DateTimeOffset At)
{
    /// <summary>The probes were asked once.</summary>
    public sealed record ReportProbe(DateTimeOffset At, ProbeResult Result) : ServiceCommand(At);

    /// <summary>The session is in this state.</summary>
    /// <param name="At">When.</param>
    /// <param name="Session">The session's id.</param>
    /// <param name="CanWrite">Whether the client is connected to a server that takes writes.</param>
    /// <param name="HasEnded">Whether the session is known to have ended.</param>
    /// <param name="History">Which history of the ensemble the client sees.</param>
    public sealed record SeeSession(DateTimeOffset At, SessionId Session, bool CanWrite, bool HasEnded, int History) : ServiceCommand(At);

    /// <summary>The node was seen by its watch.</summary>
    public sealed record SeeNode(DateTimeOffset At, ServiceNodeView View) : ServiceCommand(At);

    /// <summary>A step is done and found or left the node like this.</summary>
    public sealed record FinishStep(DateTimeOffset At, ServiceStep Step, ServiceNodeView View) : ServiceCommand(At);

    /// <summary>A step failed; a write may have been done all the same.</summary>
    public sealed record FailStep(DateTimeOffset At, ServiceStep Step, string ErrorId, string Message) : ServiceCommand(At);

    /// <summary>The pause after a failure is over.</summary>
    public sealed record Resume(DateTimeOffset At) : ServiceCommand(At);

    /// <summary>The node's owner has had as long as a dead session lives.</summary>
    public sealed record LosePatience(DateTimeOffset At, SessionId Owner) : ServiceCommand(At);

    /// <summary>The service is to be taken out for good.</summary>
    public sealed record Stop(DateTimeOffset At) : ServiceCommand(At);
}
