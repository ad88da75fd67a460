namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>A stretch of ids that are all treated alike.</summary>
/// <param name="First">Where its conditional routes begin in the table's list.</param>
/// <param name="Count">How many those are.</param>
/// <param name="Fallback">The route that holds without condition; the number of routes when there is none.</param>
internal readonly record struct Segment(int First, int Count, int Fallback);
