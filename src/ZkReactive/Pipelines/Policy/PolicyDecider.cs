namespace ZkReactive.Pipelines.Policy;

/// <summary>What an agent does about the sets it meets. Pure: a bad set never takes a good one's place.</summary>
public static class PolicyDecider
{
    /// <summary>What follows from a command: one event, or none when it says nothing new.</summary>
    public static IReadOnlyList<PolicyEvent> Decide(PolicyState state, PolicyCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        switch (command)
        {
            case PolicyCommand.RestoreSet restore:
                // ZooKeeper was quicker: what it says is newer than any file.
                return state.Seen is null && state.Current is null ? [new PolicyEvent.SetRestored(restore.At, restore.Set, restore.Zxid)] : [];
            case PolicyCommand.TakeSet take:
                if (take.Zxid == state.Seen && state.Refused.Count == 0 && take.Set.Fingerprint == state.Current?.Fingerprint) return [];
                return [new PolicyEvent.SetApplied(take.At, take.Set, PolicyDifference.Between(state.Current ?? PolicySet.Empty, take.Set), take.Zxid)];
            case PolicyCommand.RefuseSet refuse:
                return refuse.Zxid == state.Seen && state.Refused.Count > 0 ? [] : [new PolicyEvent.SetRejected(refuse.At, refuse.Findings, refuse.Zxid)];
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, null);
        }
    }

    /// <summary>The state after an event.</summary>
    public static PolicyState Evolve(PolicyState state, PolicyEvent @event) => @event switch
    {
        PolicyEvent.SetRestored restored => state with { Current = restored.Set },
        PolicyEvent.SetApplied applied => state with { Current = applied.Set, Seen = applied.Zxid, Refused = [] },
        PolicyEvent.SetRejected rejected => state with { Seen = rejected.Zxid, Refused = rejected.Findings },
        _ => state,
    };
}
