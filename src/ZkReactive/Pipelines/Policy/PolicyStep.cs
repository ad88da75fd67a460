namespace ZkReactive.Pipelines.Policy;

/// <summary>A route or rule as a decision came past it.</summary>
/// <param name="Policy">Its policy.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where it stands.</param>
/// <param name="From">The first id of its range; null for a rule or an otherwise.</param>
/// <param name="To">The last id of its range; null for a rule or an otherwise.</param>
/// <param name="When">Its condition; null for none.</param>
/// <param name="Result">Where it leads, or what it decides.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Why">Why, in a sentence.</param>
public sealed record PolicyStep(string Policy, int Line, int Column, long? From, long? To, string? When, string Result, PolicyStepOutcome Outcome, string Why);
