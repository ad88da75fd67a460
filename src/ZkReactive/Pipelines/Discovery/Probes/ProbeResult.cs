namespace ZkReactive.Pipelines.Discovery;

/// <summary>What a probe found.</summary>
/// <param name="IsUp">Whether the service answered as it should.</param>
/// <param name="Detail">What was found, in a few words; empty when there is nothing to say.</param>
public readonly record struct ProbeResult(bool IsUp, string Detail)
{
    /// <summary>It answered.</summary>
    public static ProbeResult Up(string detail = "") => new(true, detail);

    /// <summary>It did not, or not as it should.</summary>
    public static ProbeResult Down(string detail) => new(false, detail);
}
