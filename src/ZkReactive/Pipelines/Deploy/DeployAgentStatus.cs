using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Where one agent stands with a deploy.</summary>
public sealed record DeployAgentStatus
{
    /// <summary>The manifest node.</summary>
    public required ZkPath Path { get; init; }

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The machine it runs on, as it says.</summary>
    public string? Host { get; init; }

    /// <summary>How far it is.</summary>
    public DeployAgentState State { get; init; }

    /// <summary>The commit it should run; null when the manifest cannot be read.</summary>
    public string? Wanted { get; init; }

    /// <summary>The commit it runs, as it read it back; null when it runs none.</summary>
    public string? Running { get; init; }

    /// <summary>How many seconds the deploy took; null before it has a result.</summary>
    public double? Seconds { get; init; }

    /// <summary>Why it failed, one of <see cref="DeployErrorIds"/>; null when it did not.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it is registered now.</summary>
    public bool IsPresent { get; init; }

    /// <summary>Whether its working tree is exactly the commit; null when not known.</summary>
    public bool? IsClean { get; init; }

    /// <summary>When it wrote its result, or its presence when there is none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether it is in the middle of it, not waiting.</summary>
    public bool IsAtWork => IsPresent && State is (DeployAgentState.Fetching or DeployAgentState.CheckingOut or DeployAgentState.Switching or DeployAgentState.Checking);

    /// <summary>Whether nothing more is to be expected of it: succeeded, failed or superseded.</summary>
    public bool IsFinished => State is DeployAgentState.Succeeded or DeployAgentState.Failed or DeployAgentState.Superseded;
}
