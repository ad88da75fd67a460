namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>What finished work left at the target.</summary>
/// <param name="CommitId">The commit, read back.</param>
/// <param name="IsClean">Whether the tree is exactly the commit.</param>
/// <param name="IsChanged">Whether the work changed anything.</param>
internal sealed record DeployWorkResult(string CommitId, bool IsClean, bool IsChanged);
