using System.Management.Automation.Runspaces;
using ZkReactive.PowerShell.Bridging;

namespace ZkReactive.PowerShell.Drive;

/// <content>
/// Tab completion: the engine completes a word by listing its folder, with a command like any other, and the command line waits
/// for it. So what is listed asks, when it takes long, who is waiting.
/// </content>
public sealed partial class ZkDriveProvider
{
    /// <summary>How long a listing may take before it asks, all its requests together: a completion is to take less than 300 ms.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs work; gives <paramref name="otherwise"/> when a completion has waited for it long enough.</summary>
    private T RunForListing<T>(Func<PipelinePost, CancellationToken, Task<T>> work, T otherwise)
    {
        var patience = DynamicParameters is ZkChildParameters listing ? listing.LeftOf(Patience) : Patience;
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        try
        {
            return PipelineBridge.Run(
                async (post, token) =>
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(token, hurry.Token);
                    using var done = CancellationTokenSource.CreateLinkedTokenSource(either.Token);
                    var asking = AskAsync(post, patience, hurry, done.Token);
                    try
                    {
                        return await work(post, either.Token);
                    }
                    finally
                    {
                        await done.CancelAsync();
                        await asking;
                    }
                },
                _stopping.Token);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            return otherwise;
        }
    }

    private static async Task AskAsync(PipelinePost post, TimeSpan patience, CancellationTokenSource hurry, CancellationToken done)
    {
        try
        {
            await Task.Delay(patience, TimeProvider.System, done);
            await post.PostAsync(
                () =>
                {
                    if (IsCompleting()) hurry.Cancel();
                },
                done);
        }
        catch (OperationCanceledException)
        {
            // Done before it took long.
        }
    }

    /// <summary>Whether the command line waits for a completion; on the pipeline thread.</summary>
    private static bool IsCompleting() =>
        Runspace.DefaultRunspace?.Debugger?.GetCallStack().Any(frame => frame.InvocationInfo?.MyCommand?.Name == "TabExpansion2") == true;
}
