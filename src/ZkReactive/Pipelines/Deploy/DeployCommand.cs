using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What the decider is told: what was observed, and what came of the work. A closed union.</summary>
/// <param name="At">When, by the agent's clock.</param>
public abstract record DeployCommand(DateTimeOffset At)
{
    /// <summary>
    /// The agent has started. What it was in the middle of is over, for whoever did it is dead; git was asked what stands at the
    /// target. <paramref name="Recalled"/> is the last finished deploy by the note beside the journal, for a journal that is new.
    /// </summary>
    public sealed record StartAgent(DateTimeOffset At, string? Running, bool? IsClean, DeployFinished? Recalled) : DeployCommand(At);

    /// <summary>The manifest node has a readable manifest.</summary>
    public sealed record TakeManifest(DateTimeOffset At, string DeployId, DeployManifest Manifest, Zxid Zxid, NodeVersion Version) : DeployCommand(At)
    {
        /// <summary>
        /// Set when the leader confirmed that the node is older than the newest state seen, as after a restore from a backup:
        /// the zxid that it takes the place of. Without it an older manifest means nothing.
        /// </summary>
        public Zxid? InsteadOf { get; init; }
    }

    /// <summary>The manifest node has one that breaks the rules.</summary>
    public sealed record RefuseManifest(DateTimeOffset At, string DeployId, IReadOnlyList<DeployProblem> Problems, Zxid Zxid) : DeployCommand(At)
    {
        /// <summary>As in <see cref="TakeManifest.InsteadOf"/>.</summary>
        public Zxid? InsteadOf { get; init; }
    }

    /// <summary>The manifest node is absent or empty.</summary>
    public sealed record DropManifest(DateTimeOffset At) : DeployCommand(At);

    /// <summary>The gate let the work begin.</summary>
    public sealed record AdmitWork(DateTimeOffset At, string DeployId) : DeployCommand(At);

    /// <summary>The work is about to begin a step.</summary>
    public sealed record ReachStep(DateTimeOffset At, string DeployId, DeployAgentState Step) : DeployCommand(At);

    /// <summary>What was switched to was not accepted: the release before is to come back.</summary>
    public sealed record ReturnWork(DateTimeOffset At, string DeployId, DeployError Error) : DeployCommand(At);

    /// <summary>The work ended; the commit was read back from the target.</summary>
    public sealed record FinishWork(DateTimeOffset At, string DeployId, string CommitId, bool IsClean, bool IsChanged) : DeployCommand(At);

    /// <summary>The work failed. <paramref name="RetryAfter"/> is when to try again by itself; null for never.</summary>
    public sealed record FailWork(DateTimeOffset At, string DeployId, DeployError Error, string? Running, TimeSpan? RetryAfter = null) : DeployCommand(At);

    /// <summary>The work was stopped as told, with nothing of it left running; this stands at the target.</summary>
    public sealed record StopWork(DateTimeOffset At, string DeployId, string? Running, bool? IsClean) : DeployCommand(At);

    /// <summary>The time to try a failed deploy again has come.</summary>
    public sealed record RetryDeploy(DateTimeOffset At, string DeployId) : DeployCommand(At);

    /// <summary>A result stands in ZooKeeper.</summary>
    public sealed record RecordResult(DateTimeOffset At, string DeployId, DeployAgentState State) : DeployCommand(At);

    /// <summary>A result cannot be written, and trying again would not help.</summary>
    public sealed record DropResult(DateTimeOffset At, string DeployId, DeployAgentState State, DeployError Error) : DeployCommand(At);

    /// <summary>Something happened that is to be known, and that nothing follows from.</summary>
    public sealed record Note(DeployEvent Happened) : DeployCommand(Happened.At);
}
