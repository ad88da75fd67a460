namespace ZkReactive.Journal;

/// <summary>What an append survives once it has been acknowledged.</summary>
public enum JournalDurability
{
    /// <summary>The process's death, kill -9 included, but perhaps not the loss of power: the system writes it out soon.</summary>
    Process,

    /// <summary>The loss of power too: it was forced to the disk, with all that was appended before. Appends that wait together share one fsync.</summary>
    Disk,
}
