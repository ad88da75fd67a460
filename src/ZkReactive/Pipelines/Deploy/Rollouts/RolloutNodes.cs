using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>Where a rollout's nodes are, below the deploy's history entry.</summary>
/// <param name="Deploy">The history entry.</param>
internal readonly record struct RolloutNodes(ZkPath Deploy)
{
    /// <summary>Exists = halted: why, by whom.</summary>
    internal ZkPath Halt => Deploy / "halt";

    /// <summary>The last resumption: by whom, and how many failures it forgave.</summary>
    internal ZkPath Resumed => Deploy / "resumed";

    /// <summary>Made when the canaries were through; its creation time is when the soak time began.</summary>
    internal ZkPath Soak => Deploy / "soak";

    /// <summary>Ephemeral sequential nodes of those that wait.</summary>
    internal ZkPath Queue => Deploy / "queue";

    /// <summary>Ephemeral sequential nodes of those at work. Its own data version is the gate.</summary>
    internal ZkPath Slots => Deploy / "slots";

    /// <summary>A node for each agent that has begun. Only their number is read.</summary>
    internal ZkPath Started => Deploy / "started";

    /// <summary>A node for each agent that has failed. Only their number is read.</summary>
    internal ZkPath Failures => Deploy / "failures";

    /// <summary>A node for each agent that has succeeded. Only their number is read.</summary>
    internal ZkPath Succeeded => Deploy / "succeeded";

    /// <summary>What agents write results into.</summary>
    internal ZkPath Results => Deploy / "results";

    /// <summary>What a deploy with a strategy needs besides its entry and its results, for the transaction that makes them.</summary>
    internal IEnumerable<ZkOperation> Creates(IReadOnlyList<Acl>? acl = null) =>
        new[] { Slots, Queue, Started, Succeeded, Failures }.Select(node => new ZkOperation.Create(node, default, CreateMode.Persistent, acl));
}
