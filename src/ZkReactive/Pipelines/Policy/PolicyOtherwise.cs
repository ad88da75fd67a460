namespace ZkReactive.Pipelines.Policy;

/// <summary>An <c>otherwise</c>: what holds when nothing else does.</summary>
/// <param name="Result">The next server, or what to do.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where it stands.</param>
public sealed record PolicyOtherwise(string Result, int Line, int Column);
