using ZkReactive.Client;

namespace ZkReactive.Journal;

/// <summary>
/// The journal's file could not be used: the disk is full, the file is locked, missing or not allowed. Nothing of the
/// append was kept. The journal tries again with each append.
/// </summary>
public sealed class JournalUnavailableException : ZkPipelineException
{
    /// <summary>Makes one.</summary>
    public JournalUnavailableException(string file, string reason, Exception? innerException = null)
        : base("ZkJournalUnavailable", $"The journal '{file}' cannot be used: {reason}.", innerException)
    {
        File = file;
        Reason = reason;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Why, in a few words.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
