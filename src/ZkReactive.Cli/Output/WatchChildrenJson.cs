namespace ZkReactive.Cli;

/// <summary>A state of a watched node's children as JSON.</summary>
/// <param name="At">When it was printed.</param>
/// <param name="Event"><c>children</c>.</param>
/// <param name="Cause"><c>initial</c>, <c>change</c> or <c>resync</c>.</param>
/// <param name="Path">The parent.</param>
/// <param name="Exists">Whether the parent is there.</param>
/// <param name="Children">All names.</param>
/// <param name="Added">The names that are new.</param>
/// <param name="Removed">The names that are gone.</param>
/// <param name="Zxid">The last transaction the server had applied.</param>
internal sealed record WatchChildrenJson(
    DateTimeOffset At, string Event, string Cause, string Path, bool Exists,
    IReadOnlyList<string> Children, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, string Zxid);
