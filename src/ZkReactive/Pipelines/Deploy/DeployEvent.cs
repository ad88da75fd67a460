using System.Text.Json.Serialization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Something an agent saw, decided or did. A closed union; nothing in it is secret.</summary>
/// <param name="At">When, by the agent's clock.</param>
public abstract record DeployEvent(DateTimeOffset At)
{
    /// <summary>The deploy it is about; null when it is about none.</summary>
    public virtual string? Deploy => null;

    /// <summary>The agent started and asked git what stands at the target; <paramref name="Recalled"/> when its journal was new and the note beside it was not.</summary>
    public sealed record AgentStarted(DateTimeOffset At, string? Running, bool? IsClean, DeployFinished? Recalled) : DeployEvent(At);

    /// <summary>The agent was told to stop, and did.</summary>
    public sealed record AgentStopped(DateTimeOffset At) : DeployEvent(At);

    /// <summary>A readable manifest was seen.</summary>
    public sealed record ManifestSeen(DateTimeOffset At, string DeployId, DeployManifest Manifest, Zxid Zxid, NodeVersion Version) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>A manifest was seen that breaks the rules.</summary>
    public sealed record ManifestRejected(DateTimeOffset At, string DeployId, IReadOnlyList<DeployProblem> Problems, Zxid Zxid) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>There is no manifest; what runs runs on.</summary>
    public sealed record ManifestRemoved(DateTimeOffset At) : DeployEvent(At);

    /// <summary>The deploy waits until the work before it has stopped.</summary>
    public sealed record DeployWaiting(DateTimeOffset At, string DeployId) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The agent died in the middle of it, and has started again.</summary>
    public sealed record DeployInterrupted(DateTimeOffset At, string DeployId, DeployAgentState Step) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>Interrupted work begins again: the manifest still asks for it.</summary>
    public sealed record DeployResumed(DateTimeOffset At, string DeployId) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>Work began.</summary>
    public sealed record DeployStarted(DateTimeOffset At, string DeployId, string CommitId) : DeployEvent(At)
    {
        /// <summary>Which attempt it is, from 1; more than 1 when the agent tries again by itself.</summary>
        public int Attempt { get; init; } = 1;

        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The gate let it begin; the time it takes is counted from here.</summary>
    public sealed record DeployAdmitted(DateTimeOffset At, string DeployId) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The work under way is what a newer manifest asks for too: it goes on for both.</summary>
    public sealed record DeployJoined(DateTimeOffset At, string DeployId, string Earlier) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The work reached a step.</summary>
    public sealed record StepStarted(DateTimeOffset At, string DeployId, DeployAgentState Step) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>What was switched to was not accepted; the agent brings the commit back that ran before, null when there is none.</summary>
    public sealed record ReturnStarted(DateTimeOffset At, string DeployId, DeployError Error, string? To) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The commit was read back from the working tree at the target.</summary>
    public sealed record DeploySucceeded(DateTimeOffset At, string DeployId, string CommitId, bool IsClean, bool IsChanged, [property: JsonPropertyName("seconds")] TimeSpan Duration) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The deploy failed; what ran before runs on.</summary>
    public sealed record DeployFailed(DateTimeOffset At, string DeployId, DeployError Error, string? Running, [property: JsonPropertyName("seconds")] TimeSpan Duration) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The failed deploy will be tried again by itself.</summary>
    public sealed record RetryScheduled(DateTimeOffset At, string DeployId, int Attempt, DateTimeOffset DueAt) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>A newer manifest took its place; its work is being stopped.</summary>
    public sealed record DeploySuperseded(DateTimeOffset At, string DeployId, string By, [property: JsonPropertyName("seconds")] TimeSpan Duration) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>Superseded work is gone; this stands at the target.</summary>
    public sealed record WorkStopped(DateTimeOffset At, string DeployId, string? Running, bool? IsClean) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>A result was written to ZooKeeper.</summary>
    public sealed record ResultWritten(DateTimeOffset At, string DeployId, DeployAgentState State) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>A result cannot be written, and trying again would not help.</summary>
    public sealed record ResultRefused(DateTimeOffset At, string DeployId, DeployAgentState State, DeployError Error) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The client is connected.</summary>
    public sealed record Connected(DateTimeOffset At, SessionId Session) : DeployEvent(At);

    /// <summary>The connection was lost; the session may live on.</summary>
    public sealed record Disconnected(DateTimeOffset At, SessionId Session) : DeployEvent(At);

    /// <summary>The session has ended, and with it the agent's presence; another one will be opened.</summary>
    public sealed record Expired(DateTimeOffset At, SessionId Session) : DeployEvent(At);

    /// <summary>A scheduled run goes on with the session, last heard of at <paramref name="LastHeard"/>, that the run before left; the agent's presence was there all the time.</summary>
    public sealed record SessionTaken(DateTimeOffset At, SessionId Session, DateTimeOffset LastHeard) : DeployEvent(At);

    /// <summary>The session that the scheduled run before left had ended, and with it the agent's presence: the runs are further apart than the time-out.</summary>
    public sealed record SessionLapsed(DateTimeOffset At, SessionId Session, DateTimeOffset LastHeard, [property: JsonPropertyName("timeoutSeconds")] TimeSpan Timeout) : DeployEvent(At);

    /// <summary>A scheduled run left its session, and with it the agent's presence, to the next; they stay until <paramref name="Until"/>.</summary>
    /// <param name="At">When, by the agent's clock.</param>
    /// <param name="Session">The session.</param>
    /// <param name="Until">When it ends if no run takes it up.</param>
    /// <param name="Timeout">The time-out the servers granted.</param>
    /// <param name="Asked">The time-out that was asked for.</param>
    public sealed record SessionLeft(
        DateTimeOffset At, SessionId Session, DateTimeOffset Until, [property: JsonPropertyName("timeoutSeconds")] TimeSpan Timeout, [property: JsonPropertyName("askedSeconds")] TimeSpan Asked) : DeployEvent(At);

    /// <summary>The agent is registered with a session.</summary>
    public sealed record PresenceRegistered(DateTimeOffset At, SessionId Session) : DeployEvent(At);

    /// <summary>The agent could not register.</summary>
    public sealed record PresenceRefused(DateTimeOffset At, DeployError Error) : DeployEvent(At);
}
