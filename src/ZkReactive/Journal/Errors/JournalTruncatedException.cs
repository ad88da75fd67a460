using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>A state cannot be made: events that it needs were dropped by retention, and no snapshot stands in for them.</summary>
public sealed class JournalTruncatedException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public JournalTruncatedException(string projection, JournalRevision needed, JournalRevision droppedThrough)
        : base(
            "ZkJournalTruncated",
            $"The state '{projection}' needs the journal's events after revision {needed}, but retention has dropped all through {droppedThrough} and no usable snapshot is newer. Ask for a later time, or give the projection an Upgrade for its older snapshots.")
    {
        Projection = projection;
        Needed = needed;
        DroppedThrough = droppedThrough;
    }

    /// <summary>The projection.</summary>
    public string Projection { get; }

    /// <summary>The revision after which events were needed.</summary>
    public JournalRevision Needed { get; }

    /// <summary>The last revision that is gone.</summary>
    public JournalRevision DroppedThrough { get; }
}
