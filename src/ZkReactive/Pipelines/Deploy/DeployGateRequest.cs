using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy that an agent wants to begin.</summary>
/// <param name="Path">The manifest node.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="DeployId">The deploy.</param>
/// <param name="Manifest">What it asks for, secrets included.</param>
/// <param name="Zxid">The transaction that wrote it.</param>
/// <param name="IsFinished">Whether the journal says that this very deploy succeeded before: the agent only looks whether that still holds.</param>
public sealed record DeployGateRequest(ZkPath Path, string AgentId, string DeployId, DeployManifest Manifest, Zxid Zxid, bool IsFinished)
{
    /// <summary>
    /// Whether a failure that may pass by itself (<see cref="DeployRetryPolicy.IsTransient"/>) is not to be counted yet: it is the
    /// first attempt, and the agent makes another by itself.
    /// </summary>
    public bool IsTriedAgain { get; init; }

    /// <summary>Told what the agent waits for: <see cref="DeployAgentState.Waiting"/> or <see cref="DeployAgentState.Halted"/>. Its presence node then says so.</summary>
    public IProgress<DeployAgentState>? Progress { get; init; }
}
