namespace ZkReactive.Pipelines.Deploy;

/// <summary>How to tell that what was deployed works. Carried in manifests; agents do not run it yet.</summary>
public sealed record DeployHealthCheck
{
    /// <summary>An address to connect to, <c>host:port</c>.</summary>
    public string? Tcp { get; init; }

    /// <summary>A URL that answers with success.</summary>
    public string? Http { get; init; }

    /// <summary>A program that ends with exit code 0.</summary>
    public string? Command { get; init; }

    /// <summary>Seconds the check may take.</summary>
    public double? TimeoutSeconds { get; init; }
}
