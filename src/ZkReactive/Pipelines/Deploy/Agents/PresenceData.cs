namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>What an agent says of itself as long as it lives.</summary>
/// <param name="Host">The machine.</param>
/// <param name="State">How far it is, as <see cref="DeployWords"/> spells it.</param>
/// <param name="CommitId">The commit it runs; null for none.</param>
/// <param name="DeployId">The last deploy it has seen; null for none.</param>
/// <param name="Since">When the state began.</param>
/// <param name="Problem">What the agent itself suffers from, such as a journal that cannot be written; null for nothing.</param>
internal sealed record PresenceData(string? Host, string? State, string? CommitId, string? DeployId, DateTimeOffset? Since, ResultError? Problem = null);
