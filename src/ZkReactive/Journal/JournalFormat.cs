namespace ZkReactive.Journal;

/// <summary>How exported events are written.</summary>
public enum JournalFormat
{
    /// <summary>One JSON object a line, the payload as an object in it.</summary>
    JsonLines,

    /// <summary>Comma-separated values with a line of names, quoted as RFC 4180 says; the payload as JSON in the last column.</summary>
    Csv,
}
