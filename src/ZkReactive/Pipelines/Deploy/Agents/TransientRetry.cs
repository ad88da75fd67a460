using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>Tries again what ZooKeeper could not do for a passing reason, with growing pauses and full jitter.</summary>
internal sealed class TransientRetry(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Calls until it succeeds or fails for a reason that trying again cannot mend.</summary>
    internal async Task RunAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await call(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ZkException e) when (e.IsTransient)
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next attempt, counted from 0.</summary>
    internal Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var ceiling = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds((ceiling / 2) + (Random.Shared.NextDouble() * ceiling / 2)), time, cancellationToken);
    }
}
