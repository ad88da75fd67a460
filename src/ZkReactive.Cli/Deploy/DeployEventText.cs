using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>An agent's events in words.</summary>
internal static class DeployEventText
{
    /// <summary>One event, in a line.</summary>
    public static string Describe(DeployEvent e) => Text.OneLine(e switch
    {
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
