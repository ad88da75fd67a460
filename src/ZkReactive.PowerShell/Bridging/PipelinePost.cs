using System.Threading.Channels;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>Where asynchronous work leaves what is to be done on the pipeline thread: writing objects, errors, progress.</summary>
internal sealed class PipelinePost(ChannelWriter<Action> queue)
{
    /// <summary>Leaves an action; waits while the queue is full. Does nothing once the pipeline is gone.</summary>
    public async ValueTask PostAsync(Action action, CancellationToken cancellationToken)
    {
        try
        {
            await queue.WriteAsync(action, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The pipeline stopped; the work's token tells it.
        }
    }

    /// <summary>Leaves an action that may be dropped when the pipeline is busy, such as a progress record.</summary>
    public bool TryPost(Action action) => queue.TryWrite(action);
}
