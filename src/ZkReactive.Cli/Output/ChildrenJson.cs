namespace ZkReactive.Cli;

/// <summary>A node's children as JSON.</summary>
/// <param name="Path">The parent.</param>
/// <param name="Children">The names, in ordinal order.</param>
/// <param name="Stat">The parent's stat.</param>
internal sealed record ChildrenJson(string Path, IReadOnlyList<string> Children, StatJson Stat);
