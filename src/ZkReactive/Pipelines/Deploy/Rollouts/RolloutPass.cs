using Microsoft.Extensions.Logging;
using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>Counts an agent as at work until it is given back; giving it back never throws, and never takes long.</summary>
/// <param name="settle">What to do then; null for nothing.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to log.</param>
internal sealed partial class RolloutPass(Func<CancellationToken, Task>? settle, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private int _isGivenBack;

    public async ValueTask DisposeAsync()
    {
        if (settle is null || Interlocked.Exchange(ref _isGivenBack, 1) != 0) return;
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            await settle(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or OperationCanceledException or ObjectDisposedException)
        {
            LogNotSettled(e);
        }
    }

    [LoggerMessage(5182, LogLevel.Warning, "How a deploy ended could not be noted for its rollout; the agent counts as lost there until it is started again")]
    private partial void LogNotSettled(Exception exception);
}
