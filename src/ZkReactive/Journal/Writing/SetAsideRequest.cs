using ZkReactive.Journal.Storage;

namespace ZkReactive.Journal.Writing;

/// <summary>
/// Sets the file aside. It does so by reporting damage, and is done when the writer has begun a new file.
/// </summary>
internal sealed class SetAsideRequest(string reason, CancellationToken cancellationToken)
    : WriterRequest<bool>(JournalDurability.Disk, cancellationToken)
{
    private int? _generation;

    protected override bool Run(JournalStore store, DateTimeOffset now, int generation)
    {
        _generation ??= generation;
        if (_generation == generation) throw new DamageReportedException(reason);
        return true;
    }
}
