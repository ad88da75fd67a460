namespace ZkReactive.Pipelines.Deploy;

/// <summary>Why a deploy failed on an agent.</summary>
/// <param name="Id">One of <see cref="DeployErrorIds"/>.</param>
/// <param name="Message">What failed, on what, what was found; without secrets.</param>
public sealed record DeployError(string Id, string Message);
