using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Waits for deploys.</summary>
public static class DeployWait
{
    /// <summary>
    /// Waits until every present agent has a result for a deploy. An agent that goes away without one is reported as not
    /// present and is not waited for.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The manifest node.</param>
    /// <param name="deployId">Which deploy.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="expectedAgents">How many agents must have finished at the least; null for one.</param>
    /// <param name="progress">Told of each change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How the deploy ended: never <see cref="DeployOutcome.InProgress"/>.</returns>
    /// <exception cref="ZkTimeoutException">The time lapsed; <paramref name="progress"/> had the last state.</exception>
    public static Task<DeployStatus> WaitAsync(
        IZkClient client,
        ZkPath path,
        string deployId,
        TimeSpan timeout,
        int? expectedAgents = null,
        IProgress<DeployStatus>? progress = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
