namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>What the first in the queue does next. A closed union.</summary>
internal abstract record RolloutMove
{
    private RolloutMove()
    {
    }

    /// <summary>Take a slot and begin.</summary>
    internal sealed record Start : RolloutMove;

    /// <summary>Wait until somebody leaves his slot, the halt changes, or <paramref name="Until"/>.</summary>
    internal sealed record Wait(RolloutWait Why, DateTimeOffset? Until = null) : RolloutMove;

    /// <summary>Say that no more agents may begin.</summary>
    internal sealed record Halt(string Reason) : RolloutMove;

    /// <summary>Take slots from those that have had them for too long.</summary>
    internal sealed record Expel(IReadOnlyList<RolloutSlotName> Slots) : RolloutMove;

    /// <summary>Note that the soak time begins.</summary>
    internal sealed record BeginSoak : RolloutMove;

    /// <summary>Look how many failures were forgiven.</summary>
    internal sealed record ReadForgiven : RolloutMove;

    /// <summary>Look when the soak time began.</summary>
    internal sealed record ReadSoak : RolloutMove;
}
