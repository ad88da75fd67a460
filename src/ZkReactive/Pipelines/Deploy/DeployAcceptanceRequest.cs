namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy that is to be accepted.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="DeployId">The deploy.</param>
/// <param name="Manifest">What it asks for, secrets included.</param>
/// <param name="Target">The directory that was deployed to.</param>
/// <param name="Previous">What ran before; null for nothing.</param>
/// <param name="IsChanged">Whether the target was changed; false when the commit stood there already.</param>
public sealed record DeployAcceptanceRequest(string AgentId, string DeployId, DeployManifest Manifest, string Target, DeployFinished? Previous, bool IsChanged);
