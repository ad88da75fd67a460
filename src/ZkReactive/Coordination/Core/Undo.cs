using ZkReactive.Client;

namespace ZkReactive.Coordination.Core;

/// <summary>Ends a wait at once for something whose making cannot be called back, and undoes it behind the caller.</summary>
internal static class Undo
{
    /// <summary>Waits for what is being made. Cancelled, it goes on in the background and is undone if it came to be.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static async Task<T> WhenCancelledAsync<T>(Task<T> making, Func<T, Task> undo, CancellationToken cancellationToken)
    {
        try
        {
            return await making.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = UndoAsync(making, undo);
            throw;
        }
    }

    private static async Task UndoAsync<T>(Task<T> making, Func<T, Task> undo)
    {
        try
        {
            await undo(await making.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ZkException)
        {
            // Nothing was made, or it goes with the session.
        }
    }
}
