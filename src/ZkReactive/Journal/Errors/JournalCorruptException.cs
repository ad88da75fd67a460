using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>
/// The journal's file is damaged. A writer sets it aside, unchanged, and begins a new one; a reader can only say so.
/// </summary>
public sealed class JournalCorruptException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public JournalCorruptException(string file, string reason, Exception? innerException = null)
        : base(
            "ZkJournalCorrupt",
            $"The journal '{file}' is damaged: {reason}. Its writer sets it aside when it meets the damage; call SetAsideAsync on the writer to do so now.",
            innerException)
    {
        File = file;
        Reason = reason;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}
