using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>Something an agent saw, decided or did, as JSON.</summary>
/// <param name="At">When.</param>
/// <param name="Event">What: the event's name, <c>manifestSeen</c> for instance.</param>
/// <param name="Agent">The agent.</param>
/// <param name="DeployId">The deploy it is about; null when it is about none.</param>
/// <param name="State">The step or state reached; null when it is about neither.</param>
/// <param name="CommitId">The commit asked for or running; null when it is about none.</param>
/// <param name="Seconds">How long the deploy took; null before its end.</param>
/// <param name="ErrorId">Why it failed; null when it did not.</param>
/// <param name="Message">The same in words.</param>
internal sealed record DeployEventJson(
    DateTimeOffset At, string Event, string Agent, string? DeployId, string? State, string? CommitId, double? Seconds, string? ErrorId, string? Message)
{
    /// <summary>Takes an event apart.</summary>
    public static DeployEventJson From(string agent, DeployEvent e)
    {
        var bare = new DeployEventJson(
            e.At, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(e.GetType().Name), agent, e.Deploy, null, null, null, null, DeployEventText.Describe(e));
        return e switch
        {
            DeployEvent.AgentStarted started => bare with { CommitId = started.Running },
            DeployEvent.DeployInterrupted cut => bare with { State = DeployStatusJson.Name(cut.Step) },
            DeployEvent.ReturnStarted back => bare with { CommitId = back.To, ErrorId = back.Error.Id },
            DeployEvent.ResultRefused refused => bare with { State = DeployStatusJson.Name(refused.State), ErrorId = refused.Error.Id },
            DeployEvent.ManifestSeen seen => bare with { CommitId = seen.Manifest.CommitId },
            DeployEvent.ManifestRejected rejected => bare with { ErrorId = rejected.Problems is [var first, ..] ? first.ErrorId : null },
            DeployEvent.DeployStarted started => bare with { CommitId = started.CommitId },
            DeployEvent.StepStarted step => bare with { State = DeployStatusJson.Name(step.Step) },
            DeployEvent.DeploySucceeded done => bare with { State = "succeeded", CommitId = done.CommitId, Seconds = done.Duration.TotalSeconds },
            DeployEvent.DeployFailed failed => bare with { State = "failed", CommitId = failed.Running, Seconds = failed.Duration.TotalSeconds, ErrorId = failed.Error.Id },
            DeployEvent.DeploySuperseded superseded => bare with { State = "superseded", Seconds = superseded.Duration.TotalSeconds },
            DeployEvent.ResultWritten result => bare with { State = DeployStatusJson.Name(result.State) },
            DeployEvent.PresenceRefused refused => bare with { ErrorId = refused.Error.Id },
            _ => bare,
        };
    }
}
