namespace ZkReactive.Pipelines.Policy;

/// <summary>A <c>route</c> of an access list: these ids go there.</summary>
/// <param name="From">The first id.</param>
/// <param name="To">The last id.</param>
/// <param name="Next">Where they go.</param>
/// <param name="When">On which condition; null for always.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where it stands.</param>
public sealed record PolicyRoute(long From, long To, string Next, string? When, int Line, int Column)
{
    /// <summary>Where the condition's attribute begins, for findings about it.</summary>
    internal (int Line, int Column) WhenPlace { get; init; }
}
