using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.PowerShell.Output;

/// <summary>Something an agent saw, decided or did: the library's <see cref="DeployEvent"/> laid flat for tables.</summary>
public sealed class ZkDeployEventInfo
{
    internal ZkDeployEventInfo(string agent, DeployEvent happened)
    {
        Agent = agent;
        Event = happened;
    }

    /// <summary>The agent's id.</summary>
    public string Agent { get; }

    /// <summary>When, by the agent's clock.</summary>
    public DateTimeOffset At => Event.At;

    /// <summary>What happened, such as <c>DeploySucceeded</c>.</summary>
    public string Kind => Event.GetType().Name;

    /// <summary>The deploy it is about; null when it is about none.</summary>
    public string? DeployId => Event.Deploy;

    /// <summary>What belongs to it, in a line: the commit, the step, the error.</summary>
    public string Detail => Event switch
    {
        DeployEvent.AgentStarted e => e.Running ?? "nothing stands at the target",
        DeployEvent.DeployInterrupted e => e.Step.ToString(),
        DeployEvent.ReturnStarted e => $"to {e.To ?? "nothing"}: {e.Error.Id}: {e.Error.Message}",
        DeployEvent.RetryScheduled e => $"attempt {e.Attempt} failed, next at {e.DueAt:O}",
        DeployEvent.ResultRefused e => $"{e.Error.Id}: {e.Error.Message}",
        DeployEvent.Connected e => $"session {e.Session}",
        DeployEvent.Disconnected e => $"session {e.Session}",
        DeployEvent.Expired e => $"session {e.Session}",
        DeployEvent.ManifestSeen e => e.Manifest.ToString(),
        DeployEvent.ManifestRejected e => string.Join("; ", e.Problems.Select(problem => $"{problem.Field}: {problem.Message}")),
        DeployEvent.DeployStarted e => e.CommitId,
        DeployEvent.DeployJoined e => $"as {e.Earlier}",
        DeployEvent.StepStarted e => e.Step.ToString(),
        DeployEvent.DeploySucceeded e => e.CommitId,
        DeployEvent.DeployFailed e => $"{e.Error.Id}: {e.Error.Message}",
        DeployEvent.DeploySuperseded e => $"by {e.By}",
        DeployEvent.ResultWritten e => e.State.ToString(),
        DeployEvent.SessionTaken e => $"session {e.Session}, left at {e.LastHeard:O}",
        DeployEvent.SessionLapsed e => $"session {e.Session}, left at {e.LastHeard:O}, had ended after {e.Timeout}",
        DeployEvent.SessionLeft e => $"session {e.Session}, until {e.Until:O}",
        DeployEvent.PresenceRegistered e => $"session {e.Session}",
        DeployEvent.PresenceRefused e => $"{e.Error.Id}: {e.Error.Message}",
        _ => "",
    };

    /// <summary>The library's own event, with all that belongs to it.</summary>
    public DeployEvent Event { get; }

    /// <summary>What happened, in a line.</summary>
    public override string ToString() => $"{Agent} {Kind} {Detail}".TrimEnd();
}
