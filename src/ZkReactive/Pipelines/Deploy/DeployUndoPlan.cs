using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What an undo goes back to.</summary>
/// <param name="Path">The manifest node.</param>
/// <param name="Undone">The present deploy.</param>
/// <param name="From">The commit it asks for; null when its manifest cannot be read.</param>
/// <param name="Version">The version of the manifest node that this was decided on.</param>
/// <param name="BackTo">The deploy to go back to.</param>
/// <param name="To">The commit that it asked for.</param>
public sealed record DeployUndoPlan(ZkPath Path, string Undone, string? From, NodeVersion Version, string BackTo, string To)
{
    /// <summary>The manifest to publish again, secrets included; set by whoever makes a plan.</summary>
    internal DeployManifest Manifest { get; init; } = null!;

    /// <summary>The manifest to publish again, secrets removed from its URL.</summary>
    public DeployManifest Shown => Manifest.Redacted();

    /// <summary>Whether all agents go back at once, whatever the strategy of that deploy says. Default: false.</summary>
    public bool IsAtOnce { get; init; }
}
