using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// Lets one agent into the rollouts that it takes part in, by the strategy of each manifest; the passes it hands out count
/// the agent as at work until they are given back.
/// </summary>
internal sealed partial class RolloutEntrance(IZkClient client, ZkPath manifest, string agent, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    /// <summary>The newest entry: what an older one came to that was not given back before does not count any more.</summary>
    private object? _latest;

    /// <summary>Waits until the deploy may begin.</summary>
    /// <param name="deployId">The deploy.</param>
    /// <param name="wanted">Its manifest.</param>
    /// <param name="isFinished">Whether it succeeded here before, so that nothing begins.</param>
    /// <param name="isTriedAgain">Whether a failure that may pass is not to be counted yet.</param>
    /// <param name="tell">Told what is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IAsyncDisposable> EnterAsync(string deployId, DeployManifest wanted, bool isFinished, bool isTriedAgain, Action<RolloutWait> tell, CancellationToken cancellationToken)
    {
        var plan = RolloutPlan.Of(wanted.Strategy);
        var store = new ZkRolloutStore(client, manifest, deployId, wanted, agent, time, logger);
        if (isFinished) return new RolloutPass(plan.IsQueued ? store.MendAsync : null, time, logger);
        // Where nobody waits for anybody, an agent that knows what to do does it even while ZooKeeper is away.
        if (plan == RolloutPlan.AtOnce && !client.Session.IsConnected) return new RolloutPass(null, time, logger);
        while (true)
        {
            try
            {
                var slot = await new RolloutGate(plan, agent, store, time, tell).EnterAsync(Random.Shared, cancellationToken).ConfigureAwait(false);
                return Pass(plan, store, slot, isTriedAgain);
            }
            catch (ZkException e)
            {
                LogRefused(e, deployId, agent, e.ErrorId, RefusalPause);
                await Task.Delay(RefusalPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private RolloutPass Pass(RolloutPlan plan, ZkRolloutStore store, string? slot, bool isTriedAgain)
    {
        var entry = new object();
        _latest = entry;
        if (slot is null && plan.MaxFailures is null) return new RolloutPass(null, time, logger);
        return new RolloutPass(SettleAsync, time, logger);

        async Task SettleAsync(CancellationToken cancellationToken)
        {
            if (!ReferenceEquals(_latest, entry)) return;
            var isSuccess = await store.ReadOutcomeAsync(isTriedAgain, cancellationToken).ConfigureAwait(false);
            if (slot is not null) await store.SettleAsync(slot, isSuccess, cancellationToken).ConfigureAwait(false);
            else if (isSuccess is { } ended) await store.CountAsync(ended, plan.MaxFailures!.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(5183, LogLevel.Error, "Deploy {DeployId}: agent {Agent} cannot take part in the rollout: {ErrorId}; trying again in {Pause}")]
    private partial void LogRefused(Exception exception, string deployId, string agent, string errorId, TimeSpan pause);
}
