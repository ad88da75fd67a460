using ZkReactive.Client;

namespace ZkReactive.Coordination.Core;

/// <summary>Asks again what ZooKeeper could not answer for a passing reason, with growing pauses and jitter.</summary>
internal static class Patience
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Asks until there is an answer, or an error that asking again cannot mend. For what may be done twice.</summary>
    public static async Task<T> RunAsync<T>(IZkClient client, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask(cancellationToken).ConfigureAwait(false);
            }
            catch (ZkException e) when (e.IsTransient)
            {
                await PauseAsync(client, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next attempt, counted from 0.</summary>
    public static Task PauseAsync(IZkClient client, int attempt, CancellationToken cancellationToken)
    {
        var ceiling = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2))), client.Options.TimeProvider, cancellationToken);
    }
}
