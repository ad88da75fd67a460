namespace ZkReactive.Journal;

/// <summary>What retention did.</summary>
/// <param name="Dropped">How many events went.</param>
/// <param name="Through">The last revision that is gone; <see cref="JournalRevision.Start"/> when none ever went.</param>
/// <param name="HeldBack">Whether the bounds asked for more than the floor allowed.</param>
/// <param name="Bytes">How many bytes the file uses now.</param>
public sealed record JournalRetained(long Dropped, JournalRevision Through, bool HeldBack, long Bytes);
