namespace ZkReactive.Pipelines.Deploy;

/// <summary>What a manifest would change on one agent.</summary>
/// <param name="Agent">The agent's id.</param>
/// <param name="From">The commit that it runs; null when it runs none.</param>
/// <param name="To">The commit that it would run.</param>
/// <param name="IsChange">Whether the two differ.</param>
public sealed record DeployPlanAgent(string Agent, string? From, string To, bool IsChange);
