using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy that was published.</summary>
/// <param name="DeployId">Its id.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="Manifest">The manifest as it was written.</param>
/// <param name="Zxid">The transaction that published it.</param>
/// <param name="Version">The manifest node's version after it.</param>
public sealed record PublishedDeploy(string DeployId, ZkPath Path, DeployManifest Manifest, Zxid Zxid, NodeVersion Version);
