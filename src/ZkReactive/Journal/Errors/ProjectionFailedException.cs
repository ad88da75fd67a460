using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>A projection's function threw, or a snapshot of it could not be read.</summary>
public sealed class ProjectionFailedException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public ProjectionFailedException(string projection, JournalRevision revision, Exception innerException)
        : base(
            "ZkProjectionFailed",
            $"The projection '{projection}' failed at revision {revision} of the journal: {innerException?.Message} Mend the projection; the journal is unharmed.",
            innerException)
    {
        Projection = projection;
        Revision = revision;
    }

    /// <summary>The projection.</summary>
    public string Projection { get; }

    /// <summary>The revision of the event or snapshot it failed at.</summary>
    public JournalRevision Revision { get; }
}
