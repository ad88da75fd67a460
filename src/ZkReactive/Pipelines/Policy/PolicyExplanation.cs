namespace ZkReactive.Pipelines.Policy;

/// <summary>A decision and how it came about.</summary>
/// <param name="Id">The id it was for.</param>
/// <param name="Attributes">What else was known.</param>
/// <param name="Agl">The agl that decided; null for a routing.</param>
/// <param name="Result">The next server or the verdict; null when nothing decided.</param>
/// <param name="DecidedBy">The line that decided; null when none did.</param>
/// <param name="Steps">Every line that came into question, in the order in which they were tried.</param>
/// <param name="OtherRoutes">How many routes do not cover the id at all, or stand behind (an otherwise that a range precedes).</param>
/// <param name="UnusedAttributes">Names that were given, but that no condition of the set asks for.</param>
public sealed record PolicyExplanation(
    long Id,
    IReadOnlyList<PolicyAttribute> Attributes,
    string? Agl,
    string? Result,
    PolicyStep? DecidedBy,
    IReadOnlyList<PolicyStep> Steps,
    int OtherRoutes,
    IReadOnlyList<string> UnusedAttributes);
