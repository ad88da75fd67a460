namespace ZkReactive.Journal;

/// <summary>Which way a journal is read.</summary>
public enum JournalDirection
{
    /// <summary>Oldest first.</summary>
    Forward,

    /// <summary>Newest first.</summary>
    Backward,
}
