using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>A line in the log for each event.</summary>
internal static partial class DeployEventLog
{
    internal static void Write(ILogger logger, string agent, DeployEvent @event)
    {
        switch (@event)
        {
            case DeployEvent.ManifestSeen e:
                LogSeen(logger, agent, e.DeployId, e.Manifest, e.Zxid.ToString());
                break;
            case DeployEvent.ManifestRejected e:
                LogRejected(logger, agent, e.DeployId, string.Join(" ", e.Problems.Select(problem => $"[{problem.ErrorId}] {problem.Message}")));
                break;
            case DeployEvent.ManifestRemoved:
                LogRemoved(logger, agent);
                break;
            case DeployEvent.DeploySucceeded e:
                LogSucceeded(logger, agent, e.DeployId, e.CommitId, e.IsClean ? "clean" : "not clean", e.IsChanged ? "deployed" : "already there", e.Duration.TotalSeconds);
                break;
            case DeployEvent.DeployFailed e:
                LogFailed(logger, agent, e.DeployId, e.Error.Id, e.Error.Message, e.Running ?? "nothing");
                break;
            case DeployEvent.DeploySuperseded e:
                LogSuperseded(logger, agent, e.DeployId, e.By);
                break;
            case DeployEvent.AgentStarted e:
                LogStarted(logger, agent, e.Running ?? "nothing");
                break;
            case DeployEvent.DeployInterrupted e:
                LogInterrupted(logger, agent, e.DeployId, e.Step.ToString());
                break;
            case DeployEvent.ReturnStarted e:
                LogReturned(logger, agent, e.DeployId, e.To ?? "nothing", e.Error.Id, e.Error.Message);
                break;
            case DeployEvent.RetryScheduled e:
                LogRetry(logger, agent, e.DeployId, e.Attempt, e.DueAt);
                break;
            case DeployEvent.SessionLapsed e:
                LogLapsed(logger, agent, e.Session, e.LastHeard, e.Timeout);
                break;
            case DeployEvent.SessionTaken or DeployEvent.SessionLeft or DeployEvent.PresenceRegistered or DeployEvent.PresenceRefused or DeployEvent.ResultRefused
                or DeployEvent.Connected or DeployEvent.Disconnected or DeployEvent.Expired:
                // Said where it happens.
                break;
            default:
                LogStep(logger, agent, @event.Deploy ?? "", @event is DeployEvent.StepStarted step ? step.Step.ToString() : @event.GetType().Name);
                break;
        }
    }

    [LoggerMessage(5130, LogLevel.Information, "{Agent}: deploy {DeployId} asks for {Manifest} (zxid {Zxid})")]
    private static partial void LogSeen(ILogger logger, string agent, string deployId, DeployManifest manifest, string zxid);

    [LoggerMessage(5131, LogLevel.Error, "{Agent}: deploy {DeployId} is refused: {Problems}")]
    private static partial void LogRejected(ILogger logger, string agent, string deployId, string problems);

    [LoggerMessage(5132, LogLevel.Information, "{Agent}: there is no manifest; what runs runs on")]
    private static partial void LogRemoved(ILogger logger, string agent);

    [LoggerMessage(5133, LogLevel.Information, "{Agent}: deploy {DeployId} succeeded: {CommitId}, {Cleanliness}, {How}, {Seconds:F2} s")]
    private static partial void LogSucceeded(ILogger logger, string agent, string deployId, string commitId, string cleanliness, string how, double seconds);

    [LoggerMessage(5134, LogLevel.Error, "{Agent}: deploy {DeployId} failed: [{ErrorId}] {Error} Running: {Running}")]
    private static partial void LogFailed(ILogger logger, string agent, string deployId, string errorId, string error, string running);

    [LoggerMessage(5135, LogLevel.Warning, "{Agent}: deploy {DeployId} is superseded by {By}")]
    private static partial void LogSuperseded(ILogger logger, string agent, string deployId, string by);

    [LoggerMessage(5136, LogLevel.Debug, "{Agent}: deploy {DeployId}: {Step}")]
    private static partial void LogStep(ILogger logger, string agent, string deployId, string step);

    [LoggerMessage(5144, LogLevel.Information, "{Agent}: started; {Running} stands at the target")]
    private static partial void LogStarted(ILogger logger, string agent, string running);

    [LoggerMessage(5145, LogLevel.Warning, "{Agent}: deploy {DeployId} was interrupted while {Step}")]
    private static partial void LogInterrupted(ILogger logger, string agent, string deployId, string step);

    [LoggerMessage(5146, LogLevel.Error, "{Agent}: deploy {DeployId} is not accepted, {To} comes back: [{ErrorId}] {Error}")]
    private static partial void LogReturned(ILogger logger, string agent, string deployId, string to, string errorId, string error);

    [LoggerMessage(5148, LogLevel.Warning, "{Agent}: session {Session} of the run before, last heard of at {LastHeard:O}, had ended: runs further apart than its time-out of {Timeout} lose the agent's presence")]
    private static partial void LogLapsed(ILogger logger, string agent, SessionId session, DateTimeOffset lastHeard, TimeSpan timeout);

    [LoggerMessage(5147, LogLevel.Warning, "{Agent}: deploy {DeployId} will be tried again after attempt {Attempt}, at {DueAt}")]
    private static partial void LogRetry(ILogger logger, string agent, string deployId, int attempt, DateTimeOffset dueAt);
}
