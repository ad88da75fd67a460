namespace ZkReactive.Pipelines.Policy;

/// <summary>How large policies may be. Input above a limit is refused before it costs anything.</summary>
public sealed record PolicyLimits
{
    /// <summary>The limits when none are given.</summary>
    public static readonly PolicyLimits Default = new();

    /// <summary>Bytes of one document. Default: 1 MiB, ZooKeeper's own default for a node; 1 KiB to 64 MiB.</summary>
    public int MaxDocumentBytes { get; init; } = 1024 * 1024;

    /// <summary>Policies of a set. Default: 1,000; 1 to 100,000.</summary>
    public int MaxPolicies { get; init; } = 1_000;

    /// <summary>Routes and rules of a set. Default: 200,000; 1 to 10,000,000.</summary>
    public int MaxRoutes { get; init; } = 200_000;

    /// <summary>Characters of an attribute's value, a condition included. Default: 4,096; 64 to 16,384.</summary>
    public int MaxAttributeLength { get; init; } = 4_096;

    /// <summary>
    /// Places in the table for conditional routes: each takes one in every stretch of ids between two boundaries that it
    /// covers. Default: 1,000,000; 1 to 100,000,000.
    /// </summary>
    public int MaxCandidates { get; init; } = 1_000_000;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        Between(MaxDocumentBytes, 1024, 64 * 1024 * 1024, nameof(MaxDocumentBytes));
        Between(MaxPolicies, 1, 100_000, nameof(MaxPolicies));
        Between(MaxRoutes, 1, 10_000_000, nameof(MaxRoutes));
        Between(MaxAttributeLength, 64, 16_384, nameof(MaxAttributeLength));
        Between(MaxCandidates, 1, 100_000_000, nameof(MaxCandidates));
    }

    private static void Between(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
