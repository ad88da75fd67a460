using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>A request that has a result.</summary>
internal abstract class WriterRequest<TResult>(JournalDurability durability, CancellationToken cancellationToken)
    : WriterRequest(durability, cancellationToken)
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public Task<TResult> Done => _done.Task;

    public sealed override bool IsSettled => _done.Task.IsCompleted;

    public sealed override void Apply(JournalStore store, DateTimeOffset now, int generation) => _result = Run(store, now, generation);

    public sealed override void Succeed() => _done.TrySetResult(_result!);

    public sealed override void Fail(Exception exception) => _done.TrySetException(exception);

    public sealed override void Cancel() => _done.TrySetCanceled(CancellationToken);

    protected abstract TResult Run(JournalStore store, DateTimeOffset now, int generation);
}
