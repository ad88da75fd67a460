using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What one reconciliation found and did.</summary>
/// <param name="Path">The manifest node.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="State">How it ended; <see cref="DeployAgentState.Pending"/> when there is no manifest.</param>
/// <param name="DeployId">The deploy; null when there is no manifest.</param>
/// <param name="Wanted">The commit asked for; null when there is no readable manifest.</param>
/// <param name="Running">The commit that stands at the target now, read back; null when none does.</param>
/// <param name="IsClean">Whether its working tree is exactly the commit; null when not known.</param>
/// <param name="IsChanged">Whether this run changed what stands at the target.</param>
/// <param name="Duration">How long the deploy took.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record DeployAgentReport(
    ZkPath Path,
    string Agent,
    DeployAgentState State,
    string? DeployId,
    string? Wanted,
    string? Running,
    bool? IsClean,
    bool IsChanged,
    TimeSpan Duration,
    DeployError? Error);
