using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>What an agent knows: the fold of its events.</summary>
public sealed record PolicyState
{
    /// <summary>Nothing seen, nothing used.</summary>
    public static readonly PolicyState Empty = new();

    /// <summary>The set in use; null before the first good one. "No policies" is a set too.</summary>
    public PolicySet? Current { get; init; }

    /// <summary>The transaction of the last set seen in ZooKeeper, good or bad; null before the first.</summary>
    public Zxid? Seen { get; init; }

    /// <summary>Why the set in ZooKeeper is refused; empty while it is not.</summary>
    public IReadOnlyList<PolicyFinding> Refused { get; init; } = [];
}
