using System.Collections.Immutable;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>A deploy that is under way or waits for its turn.</summary>
/// <param name="DeployId">The deploy that the work was begun for; names the work.</param>
/// <param name="Manifest">What it asks for.</param>
/// <param name="StartedAt">When it began, or was seen while it waits.</param>
/// <param name="Joined">Later deploys that ask for the same and share the outcome, oldest first.</param>
public sealed record DeployWork(string DeployId, DeployManifest Manifest, DateTimeOffset StartedAt, ImmutableList<string> Joined)
{
    /// <summary>Which attempt it is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether the gate has let it begin; a newer deploy shares no work that has not.</summary>
    public bool IsAdmitted { get; init; }

    /// <summary>Why what was switched to was not accepted; null unless the release before is being brought back.</summary>
    public DeployError? Returning { get; init; }

    /// <summary>All deploys that the outcome is for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> DeployIds => Joined.Prepend(DeployId);
}
