using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What the decider is told: what was observed, and what came of the work. A closed union.</summary>
/// <param name="At">When, by the agent's clock.</param>
public abstract record DeployCommand(DateTimeOffset At)
{
    /// <summary>The manifest node has a readable manifest.</summary>
    public sealed record TakeManifest(DateTimeOffset At, string DeployId, DeployManifest Manifest, Zxid Zxid, NodeVersion Version) : DeployCommand(At);

    /// <summary>The manifest node has one that breaks the rules.</summary>
    public sealed record RefuseManifest(DateTimeOffset At, string DeployId, IReadOnlyList<DeployProblem> Problems, Zxid Zxid) : DeployCommand(At);

    /// <summary>The manifest node is absent or empty.</summary>
    public sealed record DropManifest(DateTimeOffset At) : DeployCommand(At);

    /// <summary>The work reached a step.</summary>
    public sealed record ReachStep(DateTimeOffset At, string DeployId, DeployAgentState Step) : DeployCommand(At);

    /// <summary>The work ended; the commit was read back from the target.</summary>
    public sealed record FinishWork(DateTimeOffset At, string DeployId, string CommitId, bool IsClean, bool IsChanged) : DeployCommand(At);

    /// <summary>The work failed.</summary>
    public sealed record FailWork(DateTimeOffset At, string DeployId, DeployError Error, string? Running) : DeployCommand(At);

    /// <summary>The work was stopped as told, with nothing of it left running; this stands at the target.</summary>
    public sealed record StopWork(DateTimeOffset At, string DeployId, string? Running, bool? IsClean) : DeployCommand(At);
}
