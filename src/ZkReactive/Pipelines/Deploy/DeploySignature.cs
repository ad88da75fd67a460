namespace ZkReactive.Pipelines.Deploy;

/// <summary>A signature of the manifest. Carried in manifests; agents do not check it yet.</summary>
/// <param name="KeyId">Which key signed.</param>
/// <param name="Algorithm">How.</param>
/// <param name="Value">The signature, base64.</param>
public sealed record DeploySignature(string KeyId, string Algorithm, string Value);
