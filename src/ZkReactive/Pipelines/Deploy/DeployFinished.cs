using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>The last deploy that an agent finished with success: the good state to keep, and to return to.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="CommitId">The commit read back.</param>
/// <param name="RelativePath">Where to.</param>
/// <param name="Mode">How.</param>
/// <param name="At">When it was finished.</param>
/// <param name="Zxid">The transaction of its manifest.</param>
public sealed record DeployFinished(string DeployId, string CommitId, string RelativePath, DeployMode Mode, DateTimeOffset At, Zxid Zxid);
