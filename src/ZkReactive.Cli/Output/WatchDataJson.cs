namespace ZkReactive.Cli;

/// <summary>A state of a watched node as JSON.</summary>
/// <param name="At">When it was printed.</param>
/// <param name="Event"><c>data</c>.</param>
/// <param name="Cause"><c>initial</c>, <c>change</c> or <c>resync</c>.</param>
/// <param name="Path">The node.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Encoding"><c>utf-8</c> or <c>base64</c>; null when it is absent.</param>
/// <param name="Data">The data; null when it is absent.</param>
/// <param name="Zxid">The last transaction the server had applied.</param>
/// <param name="Stat">The stat; null when it is absent.</param>
internal sealed record WatchDataJson(
    DateTimeOffset At, string Event, string Cause, string Path, bool Exists, string? Encoding, string? Data, string Zxid, StatJson? Stat);
