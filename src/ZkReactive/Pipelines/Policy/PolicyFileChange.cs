namespace ZkReactive.Pipelines.Policy;

/// <summary>A policy that is added, changed or removed.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Change">What happens to it.</param>
public sealed record PolicyFileChange(string Policy, PolicyKind Kind, PolicyChangeKind Change);
