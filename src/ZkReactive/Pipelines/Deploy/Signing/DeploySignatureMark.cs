namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>The newest signed manifest an agent has accepted for a manifest node: nothing older is accepted again.</summary>
/// <param name="Sequence">The manifest's number.</param>
/// <param name="Digest">The SHA-256 of its signed content, in hex: the same number on other content is refused.</param>
internal sealed record DeploySignatureMark(long Sequence, string Digest);
