using ZkReactive.Pipelines.Policy.Language;

namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>A route with what explaining it needs.</summary>
/// <param name="Policy">Its policy.</param>
/// <param name="Route">The route; an otherwise is one over all ids.</param>
/// <param name="Condition">Its condition, compiled.</param>
/// <param name="IsOtherwise">Whether it is an otherwise.</param>
internal sealed record RouteEntry(string Policy, PolicyRoute Route, Condition Condition, bool IsOtherwise);
