namespace ZkReactive.Pipelines.Deploy;

/// <summary>How a deploy ended, as long as its result does not stand in ZooKeeper.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="State">Succeeded, failed or superseded.</param>
/// <param name="Running">The commit that stood at the target; null for none.</param>
/// <param name="IsClean">Whether the tree was exactly the commit; null when not known.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="At">When it ended.</param>
public sealed record DeployReport(string DeployId, DeployAgentState State, string? Running, bool? IsClean, DeployError? Error, TimeSpan Duration, DateTimeOffset At);
