using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Where a deploy pipeline's nodes are, below its manifest node.</summary>
/// <param name="Manifest">The manifest node.</param>
public readonly record struct DeployNodes(ZkPath Manifest)
{
    /// <summary>The parent of the agents' presence nodes.</summary>
    public ZkPath Agents => Manifest / "agents";

    /// <summary>The history.</summary>
    public ZkPath Deploys => Manifest / "deploys";

    /// <summary>An agent's presence node.</summary>
    public ZkPath Agent(string agentId) => Agents / agentId;

    /// <summary>A deploy's history entry: the manifest as published.</summary>
    public ZkPath Deploy(string deployId) => Deploys / deployId;

    /// <summary>Exists = the deploy is halted.</summary>
    public ZkPath Halt(string deployId) => Deploy(deployId) / "halt";

    /// <summary>The parent of a deploy's results.</summary>
    public ZkPath Results(string deployId) => Deploy(deployId) / "results";

    /// <summary>What one agent says of a deploy.</summary>
    public ZkPath Result(string deployId, string agentId) => Results(deployId) / agentId;
}
