using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>A registration's events in words.</summary>
internal static class ServiceEventText
{
    /// <summary>One event in a line; null for one that only matters to the registration itself.</summary>
    public static string? Describe(ServiceEvent e) => e switch
    {
        ServiceEvent.HealthChanged changed => $"{changed.Health.ToString().ToLowerInvariant()}{(changed.Detail.Length > 0 ? ": " : "")}{changed.Detail}",
        ServiceEvent.Registered registered => $"registered, session {registered.Session}",
        ServiceEvent.Lost lost => $"lost: {(lost.ByExpiry ? "the session expired" : "the node was deleted")}; registering again",
        ServiceEvent.Removed => "taken out",
        ServiceEvent.PredecessorAwaited awaited => $"waiting for session {awaited.Owner}, which has the same address and port there, to end",
        ServiceEvent.Refused refused => $"REFUSED: {refused.Message} [{refused.ErrorId}]",
        ServiceEvent.StepFailed failed => $"{failed.Step.ToString().ToLowerInvariant()} failed: {failed.Message} [{failed.ErrorId}]; trying again",
        ServiceEvent.Stopped => "ended",
        _ => null,
    };
}
