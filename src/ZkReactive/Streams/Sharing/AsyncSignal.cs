namespace ZkReactive.Streams.Sharing;

/// <summary>Wakes one waiting loop; setting it twice wakes it once. A loop takes <see cref="Next"/> before it looks at what may have changed, and waits for it after.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes when the signal is set after this call.</summary>
    public Task Next()
    {
        var next = Volatile.Read(ref _next);
        if (!next.Task.IsCompleted) return next.Task;
        var fresh = New();
        Interlocked.CompareExchange(ref _next, fresh, next);
        return Volatile.Read(ref _next).Task;
    }

    /// <summary>Wakes the loop.</summary>
    public void Set() => Volatile.Read(ref _next).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
