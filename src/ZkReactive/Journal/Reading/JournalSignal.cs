namespace ZkReactive.Journal.Reading;

/// <summary>Wakes whoever waits for the next commit of this process. Take <see cref="Next"/> first, look then, wait last: nothing is missed.</summary>
internal sealed class JournalSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
