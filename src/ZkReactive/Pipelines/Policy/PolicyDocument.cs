namespace ZkReactive.Pipelines.Policy;

/// <summary>A policy that was read from its XML.</summary>
/// <param name="Kind">What it decides.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Routes">Its routes in their order; empty for an agl.</param>
/// <param name="Rules">Its rules in their order; empty for an acl.</param>
/// <param name="Otherwise">What holds when nothing else does; null when it does not say.</param>
/// <param name="Source">The XML it was read from.</param>
public sealed record PolicyDocument(
    PolicyKind Kind,
    string Name,
    IReadOnlyList<PolicyRoute> Routes,
    IReadOnlyList<PolicyRule> Rules,
    PolicyOtherwise? Otherwise,
    ReadOnlyMemory<byte> Source)
{
    /// <summary>How many routes and rules it has, otherwise not counted.</summary>
    public int Count => Routes.Count + Rules.Count;

    /// <summary>Every place that its routes send to, each once, in ordinal order; empty for an agl.</summary>
    public IReadOnlyList<string> Targets =>
        Kind == PolicyKind.Agl ? [] : [.. Routes.Select(route => route.Next).Concat(Otherwise is { } rest ? [rest.Result] : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
