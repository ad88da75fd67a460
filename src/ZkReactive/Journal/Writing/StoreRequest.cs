using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>A small piece of work on the file, between appends.</summary>
internal sealed class StoreRequest<TResult>(Func<JournalStore, DateTimeOffset, TResult> run, CancellationToken cancellationToken)
    : WriterRequest<TResult>(JournalDurability.Process, cancellationToken)
{
    protected override TResult Run(JournalStore store, DateTimeOffset now, int generation) => run(store, now);
}
