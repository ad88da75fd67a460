namespace ZkReactive.Pipelines.Deploy;

/// <summary>A failed deploy that the agent will try again by itself.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="Attempt">Which attempt failed, from 1.</param>
/// <param name="DueAt">When the next begins.</param>
public sealed record DeployRetry(string DeployId, int Attempt, DateTimeOffset DueAt);
