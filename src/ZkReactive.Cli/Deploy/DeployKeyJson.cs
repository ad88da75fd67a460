namespace ZkReactive.Cli;

/// <summary>A key pair as JSON.</summary>
/// <param name="KeyId">Its fingerprint.</param>
/// <param name="PrivateKeyFile">What signs.</param>
/// <param name="PublicKeyFile">What agents trust.</param>
internal sealed record DeployKeyJson(string KeyId, string PrivateKeyFile, string PublicKeyFile);
