using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ZkReactive.PowerShell.Bridging;

/// <summary>
/// Runs asynchronous work for a cmdlet and hands what it posts to the pipeline thread, the only one on which the engine
/// lets a cmdlet write. This is the one place where a thread waits for a task.
/// </summary>
internal static class PipelineBridge
{
    /// <summary>How many posts or stream elements may wait for the pipeline; one more makes its sender wait.</summary>
    private const int QueueLength = 64;

    /// <summary>Runs <paramref name="work"/> on the thread pool and waits for its result.</summary>
    public static T Run<T>(Func<CancellationToken, Task<T>> work, CancellationToken stopping) =>
        Run((_, token) => work(token), stopping);

    /// <summary>
    /// Runs <paramref name="work"/> on the thread pool; what it posts is done here, on the calling thread and in order.
    /// When a post throws (a command downstream has stopped the pipeline), the work is cancelled, awaited, and the
    /// exception goes on.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "The work is settled first; then the exception goes on.")]
    public static T Run<T>(Func<PipelinePost, CancellationToken, Task<T>> work, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var queue = Channel.CreateBounded<Action>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
        var post = new PipelinePost(queue.Writer);
        var running = Task.Run(
            async () =>
            {
                try
                {
                    return await work(post, cancellation.Token);
                }
                finally
                {
                    queue.Writer.TryComplete();
                }
            },
            CancellationToken.None);

        ExceptionDispatchInfo? failure = null;
        try
        {
            Drain(queue.Reader, CancellationToken.None);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            cancellation.Cancel();
            queue.Writer.TryComplete();
        }

        if (failure is null) return Block(running);
        Settle(running);
        failure.Throw();
        throw failure.SourceException;
    }

    /// <summary>
    /// Subscribes to <paramref name="source"/> and hands each element to <paramref name="write"/> on the calling thread,
    /// in order, until the source ends. A pipeline that is slower than the source makes the source wait, and so merge.
    /// </summary>
    /// <param name="source">The stream.</param>
    /// <param name="write">Takes an element.</param>
    /// <param name="stopping">Ends it.</param>
    /// <param name="listen">Begins to post other things to the pipeline, until what it gives is disposed; null for nothing.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public static void Pump<T>(IObservable<T> source, Action<T> write, CancellationToken stopping, Func<PipelinePost, IDisposable>? listen = null)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var queue = Channel.CreateBounded<Action>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
        using var listening = listen?.Invoke(new PipelinePost(queue.Writer));
        var subscription = source.Subscribe(new QueueingObserver<T>(queue.Writer, write, ended.Token));
        try
        {
            Drain(queue.Reader, stopping);
        }
        finally
        {
            ended.Cancel();
            subscription.Dispose();
        }
    }

    /// <summary>Waits for <paramref name="task"/> on the calling thread.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Waiting for a task is what the bridge is for.")]
    public static T Block<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for <paramref name="task"/> on the calling thread.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Waiting for a task is what the bridge is for.")]
    public static void Block(Task task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for the end of <paramref name="task"/> on the calling thread, whatever comes of it.</summary>
    public static void Settle(Task task) => Block(task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));

    /// <summary>Gives back what a script has used.</summary>
    public static void Dispose(IAsyncDisposable used) => Block(Task.Run(async () => await used.DisposeAsync()));

    private static void Drain(ChannelReader<Action> queue, CancellationToken stopping)
    {
        while (Block(queue.WaitToReadAsync(stopping).AsTask()))
        {
            while (queue.TryRead(out var item))
            {
                stopping.ThrowIfCancellationRequested();
                item();
            }
        }
    }

    private sealed class QueueingObserver<T>(ChannelWriter<Action> queue, Action<T> write, CancellationToken ended) : IObserver<T>
    {
        public void OnNext(T value)
        {
            Action item = () => write(value);
            if (queue.TryWrite(item)) return;
            try
            {
                Block(queue.WriteAsync(item, ended).AsTask());
            }
            catch (OperationCanceledException)
            {
                // The pipeline is gone; the subscription is about to be disposed.
            }
            catch (ChannelClosedException)
            {
            }
        }

        public void OnError(Exception error) => queue.TryComplete(error);

        public void OnCompleted() => queue.TryComplete();
    }
}
