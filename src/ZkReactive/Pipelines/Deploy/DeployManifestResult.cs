using System.Diagnostics.CodeAnalysis;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A manifest that was read, or all that is wrong with it.</summary>
/// <param name="Manifest">The manifest; null when there are problems.</param>
/// <param name="Problems">What is wrong, a problem for each bad field; empty when there is a manifest.</param>
public sealed record DeployManifestResult(DeployManifest? Manifest, IReadOnlyList<DeployProblem> Problems)
{
    /// <summary>Whether it could be read.</summary>
    [MemberNotNullWhen(true, nameof(Manifest))]
    public bool IsValid => Manifest is not null;
}
