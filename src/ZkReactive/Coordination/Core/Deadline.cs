using ZkReactive.Client;

namespace ZkReactive.Coordination.Core;

/// <summary>Work that may not take longer than a time.</summary>
internal static class Deadline
{
    /// <summary>Does the work; null when the time was over before it was done.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public static async Task<T?> TryAsync<T>(IZkClient client, TimeSpan timeout, Func<CancellationToken, Task<T?>> work, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(timeout, client.Options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
