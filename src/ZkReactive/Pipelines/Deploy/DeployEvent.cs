using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Something an agent saw, decided or did. A closed union; nothing in it is secret.</summary>
/// <param name="At">When, by the agent's clock.</param>
public abstract record DeployEvent(DateTimeOffset At)
{
    /// <summary>The deploy it is about; null when it is about none.</summary>
    public virtual string? Deploy => null;

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

    /// <summary>Work began.</summary>
    public sealed record DeployStarted(DateTimeOffset At, string DeployId, string CommitId) : DeployEvent(At)
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

    /// <summary>The commit was read back from the working tree at the target.</summary>
    public sealed record DeploySucceeded(DateTimeOffset At, string DeployId, string CommitId, bool IsClean, bool IsChanged, TimeSpan Duration) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>The deploy failed; what ran before runs on.</summary>
    public sealed record DeployFailed(DateTimeOffset At, string DeployId, DeployError Error, string? Running, TimeSpan Duration) : DeployEvent(At)
    {
        /// <inheritdoc/>
        public override string Deploy => DeployId;
    }

    /// <summary>A newer manifest took its place; its work is being stopped.</summary>
    public sealed record DeploySuperseded(DateTimeOffset At, string DeployId, string By, TimeSpan Duration) : DeployEvent(At)
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

    /// <summary>The agent is registered with a session.</summary>
    public sealed record PresenceRegistered(DateTimeOffset At, SessionId Session) : DeployEvent(At);

    /// <summary>The agent could not register.</summary>
    public sealed record PresenceRefused(DateTimeOffset At, DeployError Error) : DeployEvent(At);
}
