namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>What an agent waits for.</summary>
internal enum RolloutWait
{
    /// <summary>A little, so that not all begin in the same moment.</summary>
    Splay,

    /// <summary>Others are before it.</summary>
    Queue,

    /// <summary>As many as may are at work.</summary>
    Slot,

    /// <summary>The canaries soak.</summary>
    Soak,

    /// <summary>Agents went away in the middle of the deploy; they may come back.</summary>
    Lost,

    /// <summary>The rollout is halted.</summary>
    Halt,
}
