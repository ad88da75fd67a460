using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>What happened to an agent's policies. A closed union; the journal has each under its name.</summary>
/// <param name="At">When, by the agent's clock.</param>
/// <param name="Zxid">The transaction that made the set what it is.</param>
public abstract record PolicyEvent(DateTimeOffset At, Zxid Zxid)
{
    /// <summary>The last good set was found in the state directory and is used until ZooKeeper says otherwise.</summary>
    public sealed record SetRestored(DateTimeOffset At, PolicySet Set, Zxid Zxid) : PolicyEvent(At, Zxid);

    /// <summary>A set from ZooKeeper is used from now on.</summary>
    /// <param name="At">When.</param>
    /// <param name="Set">The set.</param>
    /// <param name="Difference">What is otherwise than with the set before; empty when ZooKeeper only confirms it.</param>
    /// <param name="Zxid">The transaction that made it what it is.</param>
    public sealed record SetApplied(DateTimeOffset At, PolicySet Set, PolicyDifference Difference, Zxid Zxid) : PolicyEvent(At, Zxid);

    /// <summary>A set from ZooKeeper is refused; the one before goes on.</summary>
    /// <param name="At">When.</param>
    /// <param name="Findings">Why.</param>
    /// <param name="Zxid">The transaction that made it what it is.</param>
    public sealed record SetRejected(DateTimeOffset At, IReadOnlyList<PolicyFinding> Findings, Zxid Zxid) : PolicyEvent(At, Zxid);
}
