using System.Globalization;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Ids that are routed otherwise than before.</summary>
/// <param name="From">The first id.</param>
/// <param name="To">The last id.</param>
/// <param name="Before">How they were routed, such as <c>BL2 when vip, else BL1</c>; <c>nowhere</c> when they were not.</param>
/// <param name="After">How they will be.</param>
public sealed record PolicyMove(long From, long To, string Before, string After)
{
    /// <summary>How ids that no route covers are described.</summary>
    public const string Nowhere = "nowhere";

    /// <summary>The ids as people write them: <c>1–50000</c>, <c>below 1</c>, <c>above 99999</c>, <c>all</c>.</summary>
    public string Ids => (From, To) switch
    {
        (long.MinValue, long.MaxValue) => "all",
        (long.MinValue, _) => string.Create(CultureInfo.InvariantCulture, $"up to {To}"),
        (_, long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"from {From}"),
        _ when From == To => From.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{From}–{To}"),
    };

    /// <summary>One line.</summary>
    public override string ToString() => $"{Ids}: {Before} → {After}";
}
