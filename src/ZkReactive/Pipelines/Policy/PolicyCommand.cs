using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>What an agent is told. A closed union.</summary>
public abstract record PolicyCommand
{
    private PolicyCommand(DateTimeOffset at) => At = at;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The state directory has a good set.</summary>
    public sealed record RestoreSet(DateTimeOffset At, PolicySet Set, Zxid Zxid) : PolicyCommand(At);

    /// <summary>ZooKeeper has a good set.</summary>
    public sealed record TakeSet(DateTimeOffset At, PolicySet Set, Zxid Zxid) : PolicyCommand(At);

    /// <summary>ZooKeeper has a bad set.</summary>
    public sealed record RefuseSet(DateTimeOffset At, IReadOnlyList<PolicyFinding> Findings, Zxid Zxid) : PolicyCommand(At);
}
