using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What an agent knows about a manifest that it is to accept.</summary>
/// <param name="Path">The manifest node.</param>
/// <param name="DeployId">The deploy.</param>
/// <param name="Zxid">The transaction that wrote it.</param>
/// <param name="Version">The node's version.</param>
/// <param name="State">What the agent has seen and done so far, restarts included.</param>
public sealed record DeployManifestContext(ZkPath Path, string DeployId, Zxid Zxid, NodeVersion Version, DeployState State)
{
    /// <summary>The node's bytes, as signatures are over.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
