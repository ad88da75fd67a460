namespace ZkReactive.Pipelines.Deploy;

/// <summary>Manifests as the JSON that stands in the manifest node.</summary>
public static class DeployManifestJson
{
    /// <summary>Reads a manifest and checks it by <see cref="DeployRules"/>, all URL schemes allowed. Never throws.</summary>
    public static DeployManifestResult Read(ReadOnlySpan<byte> json) => throw new NotSupportedException();

    /// <summary>Writes a manifest: the three mandatory fields first, then what else is set.</summary>
    public static byte[] Write(DeployManifest manifest) => throw new NotSupportedException();
}
