namespace ZkReactive.Coordination;

/// <summary>The stable names of what can go wrong with the recipes, besides what goes wrong with ZooKeeper itself.</summary>
public static class CoordinationErrorIds
{
    /// <summary>The lock, or a place in the semaphore, was not to be had in time.</summary>
    public const string LockBusy = "ZkLockBusy";

    /// <summary>The lock was lost: its session ended or is in doubt, or somebody deleted its node.</summary>
    public const string LockLost = "ZkLockLost";

    /// <summary>The lock was given back already.</summary>
    public const string LockReleased = "ZkLockReleased";

    /// <summary>Another living member has the id.</summary>
    public const string MemberTaken = "ZkGroupMemberTaken";

    /// <summary>Somebody has the name.</summary>
    public const string NameTaken = "ZkNameTaken";

    /// <summary>A counter's node does not hold a number, or the step leads out of 64 bits.</summary>
    public const string CounterInvalid = "ZkCounterInvalid";

    /// <summary>The claim on a queue's item was lost; somebody else has it, or had it.</summary>
    public const string ClaimLost = "ZkQueueClaimLost";

    /// <summary>A barrier did not open in time.</summary>
    public const string BarrierClosed = "ZkBarrierClosed";
}
