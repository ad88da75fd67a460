namespace ZkReactive.Pipelines.Deploy;

/// <summary>A signature of the manifest: over everything in it but <see cref="Value"/>.</summary>
/// <param name="KeyId">Which key signed: its fingerprint.</param>
/// <param name="Algorithm">How: <c>ecdsa-p256-sha256</c>.</param>
/// <param name="Value">The signature, DER in base64.</param>
public sealed record DeploySignature(string KeyId, string Algorithm, string Value)
{
    /// <summary>The manifest node it was signed for, as the server knows it: it counts nowhere else.</summary>
    public string? Path { get; init; }

    /// <summary>Grows from manifest to manifest; an agent refuses any below the newest it has seen.</summary>
    public long? Sequence { get; init; }
}
