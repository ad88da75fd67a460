using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>An agent's events in words.</summary>
internal static class DeployEventText
{
    /// <summary>One event, in a line.</summary>
    public static string Describe(DeployEvent e) => Text.OneLine(e switch
    {
        DeployEvent.AgentStarted started => $"started; {(started.Running is null ? "nothing stands at the target" : $"running {DeployRow.Short(started.Running)}{(started.IsClean == false ? ", tree NOT clean" : "")}")}",
        DeployEvent.AgentStopped => "stopped",
        DeployEvent.DeployInterrupted cut => $"deploy {cut.DeployId}: was interrupted while {Step(cut.Step)}",
        DeployEvent.DeployResumed resumed => $"deploy {resumed.DeployId}: goes on",
        DeployEvent.DeployAdmitted admitted => $"deploy {admitted.DeployId}: it is this agent's turn",
        DeployEvent.DeployWaiting waiting => $"deploy {waiting.DeployId}: waits until the one before has stopped",
        DeployEvent.WorkStopped stopped => $"deploy {stopped.DeployId}: stopped",
        DeployEvent.ReturnStarted back => $"deploy {back.DeployId}: not accepted: {back.Error.Message} [{back.Error.Id}]; {(back.To is null ? "nothing ran before" : $"back to {DeployRow.Short(back.To)}")}",
        DeployEvent.RetryScheduled retry => $"deploy {retry.DeployId}: attempt {retry.Attempt} failed, the next begins at {retry.DueAt.ToLocalTime():HH:mm:ss}",
        DeployEvent.ResultRefused refused => $"deploy {refused.DeployId}: result cannot be written: {refused.Error.Message} [{refused.Error.Id}]",
        DeployEvent.Connected connected => $"connected, session {connected.Session}",
        DeployEvent.Disconnected => "connection lost; what runs runs on",
        DeployEvent.Expired expired => $"session {expired.Session} has ended",
        DeployEvent.ManifestSeen seen => $"deploy {seen.DeployId}: asked for {seen.Manifest.Redacted()}",
        DeployEvent.ManifestRejected rejected => $"deploy {rejected.DeployId}: refused: {string.Join("; ", rejected.Problems.Select(problem => $"{problem.Message} [{problem.ErrorId}]"))}",
        DeployEvent.ManifestRemoved => "there is no manifest; what runs runs on",
        DeployEvent.DeployStarted started => $"deploy {started.DeployId}: started on {DeployRow.Short(started.CommitId)}",
        DeployEvent.DeployJoined joined => $"deploy {joined.DeployId}: the same work as {joined.Earlier}, which goes on for both",
        DeployEvent.StepStarted step => $"deploy {step.DeployId}: {Step(step.Step)}",
        DeployEvent.DeploySucceeded done => $"deploy {done.DeployId}: running {done.CommitId}, {(done.IsClean ? "tree clean" : "tree NOT clean")}, {(done.IsChanged ? "" : "nothing to change, ")}{Durations.Format(done.Duration)}",
        DeployEvent.DeployFailed failed => $"deploy {failed.DeployId}: FAILED: {failed.Error.Message} [{failed.Error.Id}]; {(failed.Running is null ? "nothing runs" : $"still running {DeployRow.Short(failed.Running)}")}",
        DeployEvent.DeploySuperseded superseded => $"deploy {superseded.DeployId}: given up for {superseded.By}",
        DeployEvent.ResultWritten result => $"deploy {result.DeployId}: result written: {result.State.ToString().ToLowerInvariant()}",
        DeployEvent.SessionTaken taken => $"goes on with session {taken.Session} of the run before, {Durations.Format(taken.At - taken.LastHeard)} after it",
        DeployEvent.SessionLapsed lapsed => $"session {lapsed.Session} of the run before, {Durations.Format(lapsed.At - lapsed.LastHeard)} ago, had ended: the agent was not seen meanwhile. Run it more often than every {Durations.Format(lapsed.Timeout)}, or give a longer --session-timeout",
        DeployEvent.SessionLeft left => $"leaves session {left.Session} to the next run, until {left.Until.ToLocalTime():HH:mm:ss}{(left.Timeout < left.Asked ? $" (the servers grant {Durations.Format(left.Timeout)} of the {Durations.Format(left.Asked)} asked for)" : "")}",
        DeployEvent.PresenceRegistered presence => $"registered, session {presence.Session}",
        DeployEvent.PresenceRefused refused => $"could not register: {refused.Error.Message} [{refused.Error.Id}]",
        _ => e.GetType().Name,
    });

    private static string Step(DeployAgentState step) => step switch
    {
        DeployAgentState.CheckingOut => "checking out",
        _ => step.ToString().ToLowerInvariant(),
    };
}
