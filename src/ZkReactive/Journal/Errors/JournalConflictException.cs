using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>A stream has events that the writer had not seen. Nothing was appended: fold again, decide again.</summary>
public sealed class JournalConflictException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public JournalConflictException(string stream, ExpectedRevision expected, JournalRevision actual)
        : base(
            "ZkJournalConflict",
            $"Append to the journal's stream '{stream}' refused: {expected} expected, but its last event has revision {actual}. Another writer was there first; read the stream again and decide anew.")
    {
        Stream = stream;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The stream.</summary>
    public string Stream { get; }

    /// <summary>What the writer expected.</summary>
    public ExpectedRevision Expected { get; }

    /// <summary>The revision of the stream's last event.</summary>
    public JournalRevision Actual { get; }
}
