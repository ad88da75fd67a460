namespace ZkReactive.Journal;

/// <summary>The kinds of the events that a journal writes about itself, to the stream <see cref="Stream"/>.</summary>
public static class JournalKinds
{
    /// <summary>The stream of these events.</summary>
    public const string Stream = "journal";

    /// <summary>
    /// The first event of a journal whose predecessor was damaged: <c>{"setAside":"journal.db.damaged-…","reason":"…"}</c>.
    /// </summary>
    public const string Replaced = "JournalReplaced";

    /// <summary>
    /// Events could not be written before this one: <c>{"lostEvents":12,"since":"2030-01-01T00:00:00.0000000Z","reason":"…"}</c>.
    /// </summary>
    public const string Gap = "JournalGap";
}
