namespace ZkReactive.Journal;

/// <summary>
/// What a live reading says. The line between what was there before and what happens now is a message, and so is
/// everything that the reading could not see. A closed union: <see cref="Event"/>, <see cref="CaughtUp"/>,
/// <see cref="EventsDropped"/>, <see cref="Replaced"/>.
/// </summary>
public abstract record JournalMessage
{
    private JournalMessage()
    {
    }

    /// <summary>An event.</summary>
    /// <param name="Recorded">The event.</param>
    public sealed record Event(JournalEvent Recorded) : JournalMessage;

    /// <summary>All that was in the journal has been said; what follows happens now. Said again after each <see cref="EventsDropped"/> and <see cref="Replaced"/>.</summary>
    /// <param name="Revision">The last revision looked at, whether its event was asked for or not.</param>
    public sealed record CaughtUp(JournalRevision Revision) : JournalMessage;

    /// <summary>Retention took events away before this reading came to them.</summary>
    /// <param name="Through">The last revision that is gone.</param>
    public sealed record EventsDropped(JournalRevision Through) : JournalMessage;

    /// <summary>The file was damaged and its writer has set it aside; the reading goes on with the new file's first event.</summary>
    /// <param name="SetAside">The name of the damaged file, in the same folder.</param>
    public sealed record Replaced(string SetAside) : JournalMessage;
}
