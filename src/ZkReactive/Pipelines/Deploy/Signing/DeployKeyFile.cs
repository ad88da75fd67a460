namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>A key pair on disk.</summary>
/// <param name="KeyId">The key's fingerprint: the SHA-256 of its public half (SubjectPublicKeyInfo, DER), in hex.</param>
/// <param name="PrivateKeyFile">The private half, for whoever publishes: PKCS#8 PEM, readable by its owner only.</param>
/// <param name="PublicKeyFile">The public half, for the agents: SubjectPublicKeyInfo PEM.</param>
public sealed record DeployKeyFile(string KeyId, string PrivateKeyFile, string PublicKeyFile);
