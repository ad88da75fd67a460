using System.Globalization;

namespace ZkReactive.Journal;

/// <summary>
/// What a writer believes of a stream when it appends: that nothing came after a revision it has seen. Another type
/// than <see cref="JournalRevision"/>, so that a place to read from can never be passed as a condition to write.
/// </summary>
public readonly record struct ExpectedRevision
{
    /// <summary>Nothing is expected: the append is never refused.</summary>
    public static ExpectedRevision Any => default;

    /// <summary>The stream has never had an event.</summary>
    public static ExpectedRevision NoStream => NothingAfter(JournalRevision.Start);

    private readonly bool _set;
    private readonly long _latest;

    private ExpectedRevision(long latest)
    {
        _set = true;
        _latest = latest;
    }

    /// <summary>Whether every state of the stream will do.</summary>
    public bool IsAny => !_set;

    /// <summary>
    /// The stream has no event later than this revision of the journal. It may be the revision of the stream's own last
    /// event or any later one, for instance the revision up to which the caller has folded.
    /// </summary>
    public static ExpectedRevision NothingAfter(JournalRevision revision) => new(revision.Value);

    /// <inheritdoc/>
    public override string ToString() =>
        IsAny ? "any" : _latest == 0 ? "no stream" : string.Create(CultureInfo.InvariantCulture, $"nothing after {_latest}");

    internal bool Admits(JournalRevision latest) => IsAny || latest.Value <= _latest;
}
