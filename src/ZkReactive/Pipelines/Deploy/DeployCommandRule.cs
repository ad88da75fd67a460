namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// From which manifests an agent runs commands: <see cref="DeployManifest.PostDeploy"/> and
/// <see cref="DeployHealthCheck.Command"/>. A manifest that asks for what is not allowed is refused as a whole.
/// </summary>
public enum DeployCommandRule
{
    /// <summary>From manifests whose signature was checked against a trusted key. Whoever may only write the znode runs nothing.</summary>
    Signed,

    /// <summary>From every manifest: whoever may write the znode may run programs as the agent.</summary>
    Always,

    /// <summary>From none.</summary>
    Never,
}
