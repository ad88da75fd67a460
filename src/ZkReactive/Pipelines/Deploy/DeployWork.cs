using System.Collections.Immutable;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy that is under way or waits for its turn.</summary>
/// <param name="DeployId">The deploy that the work was begun for; names the work.</param>
/// <param name="Manifest">What it asks for.</param>
/// <param name="StartedAt">When it began, or was seen while it waits.</param>
/// <param name="Joined">Later deploys that ask for the same and share the outcome, oldest first.</param>
public sealed record DeployWork(string DeployId, DeployManifest Manifest, DateTimeOffset StartedAt, ImmutableList<string> Joined)
{
    /// <summary>All deploys that the outcome is for.</summary>
    public IEnumerable<string> DeployIds => Joined.Prepend(DeployId);
}
