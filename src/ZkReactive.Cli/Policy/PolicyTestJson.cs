using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>What a test of policies found, as JSON.</summary>
/// <param name="Event"><c>test</c>.</param>
/// <param name="Valid">Whether the set is free of errors.</param>
/// <param name="Set">Its fingerprint; null when it has errors.</param>
/// <param name="Policies">Its policies.</param>
/// <param name="Attributes">What its conditions ask for, with the types.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Route">Where the id goes; null without an id.</param>
/// <param name="Decisions">What each agl decides for it; null without an id.</param>
internal sealed record PolicyTestJson(
    string Event,
    bool Valid,
    string? Set,
    IReadOnlyList<string> Policies,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<PolicyFindingJson> Findings,
    PolicyTestJson.Decision? Route,
    IReadOnlyList<PolicyTestJson.Decision>? Decisions)
{
    /// <summary>Takes a test apart.</summary>
    public static PolicyTestJson From(PolicyCompilation compilation, PolicyExplanation? route, IReadOnlyList<PolicyExplanation>? decisions) => new(
        "test",
        compilation.IsValid,
        compilation.Set?.Fingerprint,
        [.. compilation.Set?.Documents.Select(document => document.Name) ?? []],
        compilation.Set?.Attributes.ToDictionary(use => use.Name, use => DeployStatusJson.Name(use.Type)) ?? [],
        PolicyFindingJson.From(compilation.Findings),
        route is null ? null : Decision.From(route),
        decisions is null ? null : [.. decisions.Select(Decision.From)]);

    /// <summary>A decision and how it came about.</summary>
    internal sealed record Decision(long Id, string? Agl, string? Result, string? Policy, int? Line, IReadOnlyList<Step> Steps, int OtherRoutes, IReadOnlyList<string> UnusedAttributes)
    {
        /// <summary>Takes an explanation apart.</summary>
        public static Decision From(PolicyExplanation explanation) => new(
            explanation.Id,
            explanation.Agl,
            explanation.Result,
            explanation.DecidedBy?.Policy,
            explanation.DecidedBy?.Line,
            [.. explanation.Steps.Select(step => new Step(step.Policy, step.Line, step.From, step.To, step.When, step.Result, DeployStatusJson.Name(step.Outcome), step.Why))],
            explanation.OtherRoutes,
            explanation.UnusedAttributes);
    }

    /// <summary>A line that came into question.</summary>
    internal sealed record Step(string Policy, int Line, long? From, long? To, string? When, string Result, string Outcome, string Why);
}
