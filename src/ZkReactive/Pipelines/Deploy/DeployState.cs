using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>What an agent knows: the fold of its events.</summary>
public sealed record DeployState
{
    /// <summary>Nothing seen, nothing running.</summary>
    public static readonly DeployState Empty = new();

    /// <summary>The transaction of the last manifest seen; none before the first and while there is no manifest.</summary>
    public Zxid SeenZxid { get; init; }

    /// <summary>The last deploy seen, refused ones included.</summary>
    public string? SeenDeployId { get; init; }

    /// <summary>The last manifest seen; null when it was refused.</summary>
    public DeployManifest? Seen { get; init; }

    /// <summary>The work under way.</summary>
    public DeployWork? Current { get; init; }

    /// <summary>The deploy whose work has been told to stop and has not yet.</summary>
    public string? Stopping { get; init; }

    /// <summary>What begins as soon as the stopped work is gone.</summary>
    public DeployWork? Next { get; init; }

    /// <summary>How far the last deploy is.</summary>
    public DeployAgentState Phase { get; init; } = DeployAgentState.Pending;

    /// <summary>When <see cref="Phase"/> began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The commit that was last read back from the target; null when none is known.</summary>
    public string? Running { get; init; }

    /// <summary>Whether that working tree was clean.</summary>
    public bool? IsClean { get; init; }

    /// <summary>Whether nothing is under way or waiting.</summary>
    public bool IsIdle => Current is null && Stopping is null && Next is null;
}
