namespace ZkReactive.Pipelines.Deploy;

/// <summary>A program to run after the switch. Agents run it only as <see cref="DeployCommandRule"/> allows.</summary>
/// <param name="Command">The program: a name to be found on the agent's PATH, a rooted path, or a path below the deployed tree.</param>
/// <param name="Arguments">Its arguments, passed as they are, never through a shell.</param>
public sealed record DeployPostDeploy(string Command, IReadOnlyList<string> Arguments)
{
    /// <summary>Seconds it may take; null or 0 for five minutes.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Whether both run the same; arguments one by one.</summary>
    public bool Equals(DeployPostDeploy? other) =>
        other is not null && Command == other.Command && TimeoutSeconds == other.TimeoutSeconds && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Command, TimeoutSeconds, Arguments.Count);
}
