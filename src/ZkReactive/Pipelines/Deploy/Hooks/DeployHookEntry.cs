namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>A target of a repository's hook and what is still to be published to it.</summary>
/// <param name="Target">The target.</param>
/// <param name="Pending">The commit that was pushed and is not published yet; null for none.</param>
/// <param name="DeployId">The id it is or was published under last; the same at each attempt, so that it is never published twice.</param>
public sealed record DeployHookEntry(DeployHookTarget Target, string? Pending = null, string? DeployId = null);
