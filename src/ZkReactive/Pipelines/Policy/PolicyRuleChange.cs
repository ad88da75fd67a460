namespace ZkReactive.Pipelines.Policy;

/// <summary>A rule of an agl that is added, removed, or moved to another place.</summary>
/// <param name="Policy">Its agl.</param>
/// <param name="Change">What happens; <see cref="PolicyChangeKind.Changed"/> when it only changes its place in the order.</param>
/// <param name="Rule">The rule, such as <c>deliver-now when vip</c>.</param>
/// <param name="Line">Where it stands, before if it is removed, else after.</param>
public sealed record PolicyRuleChange(string Policy, PolicyChangeKind Change, string Rule, int Line);
