namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// Says whether an agent accepts a manifest that it has read, beyond <see cref="DeployRules"/>: by who signed it, for
/// instance. Asked for every state of the manifest node, before anything is decided; a manifest with problems ends as a
/// failed deploy that carries the first one's id. Called on the agent's loop: quick, without I/O, and without exceptions.
/// </summary>
public interface IDeployManifestCheck
{
    /// <summary>
    /// Whether it refuses every manifest that nobody trusted has signed: then <see cref="DeployCommandRule.Signed"/> lets the
    /// agent run the commands of those that pass.
    /// </summary>
    bool VouchesForCommands => false;

    /// <summary>What is wrong with a manifest; empty when nothing is.</summary>
    IReadOnlyList<DeployProblem> Check(DeployManifest manifest, DeployManifestContext context);
}
