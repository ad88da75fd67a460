using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What an agent knows: the fold of its events. It holds no secrets, and is kept as JSON in the journal's snapshots.</summary>
public sealed record DeployState
{
    /// <summary>Nothing seen, nothing running.</summary>
    public static readonly DeployState Empty = new();

    /// <summary>
    /// The transaction of the last manifest seen; stays when the manifest is removed. A manifest that is older means nothing
    /// unless the leader confirms it: an agent that wakes late, or reads from a server that lags, never goes back.
    /// </summary>
    public Zxid SeenZxid { get; init; }

    /// <summary>The last deploy seen, refused ones included; null while there is no manifest.</summary>
    public string? SeenDeployId { get; init; }

    /// <summary>The last manifest seen; null when it was refused.</summary>
    public DeployManifest? Seen { get; init; }

    /// <summary>Whether the agent has started and not yet looked whether what the manifest asks for still stands.</summary>
    public bool MustCheck { get; init; }

    /// <summary>The work under way.</summary>
    public DeployWork? Current { get; init; }

    /// <summary>The work that was under way when the agent died; resumed or given up as soon as the manifest is known.</summary>
    public DeployWork? Interrupted { get; init; }

    /// <summary>The deploy whose work has been told to stop and has not yet.</summary>
    public string? Stopping { get; init; }

    /// <summary>What begins as soon as the stopped work is gone.</summary>
    public DeployWork? Next { get; init; }

    /// <summary>The deploy that failed and will be tried again by itself.</summary>
    public DeployRetry? Retry { get; init; }

    /// <summary>How far the last deploy is.</summary>
    public DeployAgentState Phase { get; init; } = DeployAgentState.Pending;

    /// <summary>When <see cref="Phase"/> began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The commit that was last read back from the target; null when none is known.</summary>
    public string? Running { get; init; }

    /// <summary>Whether that working tree was clean.</summary>
    public bool? IsClean { get; init; }

    /// <summary>The last deploy that succeeded.</summary>
    public DeployFinished? LastGood { get; init; }

    /// <summary>The deploys whose manifests were good, newest last; the newest 64, more than a history keeps unless told to.</summary>
    public ImmutableList<string> Accepted { get; init; } = [];

    /// <summary>Deploys that have ended and whose results do not stand in ZooKeeper yet, oldest first; the newest 64.</summary>
    public ImmutableList<DeployReport> Unreported { get; init; } = [];

    /// <summary>Whether nothing is under way or waiting.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsIdle => Current is null && Stopping is null && Next is null;

    /// <summary>Whether a manifest of this deploy was good before.</summary>
    public bool HasAccepted(string deployId) => Accepted.Contains(deployId) || LastGood?.DeployId == deployId;

    /// <summary>Whether a deploy is the last one that succeeded, and asks for what that did.</summary>
    public bool HasFinished(string deployId, DeployManifest manifest) =>
        LastGood is { } good
        && good.DeployId == deployId
        && string.Equals(good.CommitId, manifest.CommitId, StringComparison.OrdinalIgnoreCase)
        && good.RelativePath == manifest.RelativePath
        && good.Mode == manifest.Mode;
}
