using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>Work to be done on disk.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="Manifest">What it asks for, secrets included.</param>
/// <param name="Zxid">The transaction of its manifest.</param>
internal sealed record DeployOrder(string DeployId, DeployManifest Manifest, Zxid Zxid);
