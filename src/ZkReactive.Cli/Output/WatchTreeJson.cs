namespace ZkReactive.Cli;

/// <summary>A state of a watched tree as JSON: what differs from the line before.</summary>
/// <param name="At">When it was printed.</param>
/// <param name="Event"><c>tree</c>.</param>
/// <param name="Cause"><c>initial</c>, <c>change</c> or <c>resync</c>.</param>
/// <param name="Path">The node at the top.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Nodes">How many nodes the tree has.</param>
/// <param name="Added">The paths that are new.</param>
/// <param name="Changed">The paths with other data.</param>
/// <param name="Removed">The paths that are gone.</param>
/// <param name="Zxid">The last transaction the server had applied.</param>
internal sealed record WatchTreeJson(
    DateTimeOffset At, string Event, string Cause, string Path, bool Exists, int Nodes,
    IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed, string Zxid);
