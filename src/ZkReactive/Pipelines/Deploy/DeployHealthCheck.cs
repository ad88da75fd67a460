namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// How to tell that what was deployed works. Exactly one of <see cref="Tcp"/>, <see cref="Http"/> and <see cref="Command"/>;
/// it is tried again until it passes or <see cref="TimeoutSeconds"/> are over.
/// </summary>
public sealed record DeployHealthCheck
{
    /// <summary>An address to connect to, <c>host:port</c>.</summary>
    public string? Tcp { get; init; }

    /// <summary>An http or https URL that answers with a status from 200 to 299; redirects are not followed.</summary>
    public string? Http { get; init; }

    /// <summary>A program that ends with exit code 0. Agents run it only as <see cref="DeployCommandRule"/> allows.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments, passed as they are, never through a shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Seconds until it must have passed; null or 0 for 30.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Whether both check the same; arguments one by one.</summary>
    public bool Equals(DeployHealthCheck? other) =>
        other is not null && Tcp == other.Tcp && Http == other.Http && Command == other.Command && TimeoutSeconds == other.TimeoutSeconds && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tcp, Http, Command, TimeoutSeconds, Arguments.Count);
}
