namespace ZkReactive.Client;

/// <summary>A change of an ensemble's members, see <see cref="IZkClient.ReconfigAsync"/>: step by step, or the whole list at once.</summary>
public sealed record ZkReconfiguration
{
    /// <summary>
    /// Servers to add, or to change: each as in a server's configuration, with its ports for clients behind a semicolon, for
    /// instance <c>server.4=zk4:2888:3888:participant;zk4:2181</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Joining { get; init; } = [];

    /// <summary>The ids of servers to remove. Default: none.</summary>
    public IReadOnlyList<long> Leaving { get; init; } = [];

    /// <summary>All members from now on, each as in <see cref="Joining"/>, in place of step by step. Default: none.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The <see cref="ZkEnsembleMembers.Version"/> that the change is meant for. Default: null, any.</summary>
    public long? Version { get; init; }

    /// <summary>Checks that the values fit together.</summary>
    /// <exception cref="ArgumentException">Nothing is to be changed, or both step by step and as a whole.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Joining);
        ArgumentNullException.ThrowIfNull(Leaving);
        ArgumentNullException.ThrowIfNull(Members);
        var steps = Joining.Count + Leaving.Count;
        if (steps > 0 == Members.Count > 0)
            throw new ArgumentException($"{nameof(ZkReconfiguration)} needs either {nameof(Joining)} and {nameof(Leaving)}, or {nameof(Members)}.", nameof(Members));
        foreach (var server in Joining.Concat(Members))
        {
            if (server.Contains(',', StringComparison.Ordinal) || !server.StartsWith("server.", StringComparison.Ordinal) || !server.Contains('=', StringComparison.Ordinal))
                throw new ArgumentException($"'{server}' is no server; server.ID=host:port:port;clientPort is expected.", nameof(Members));
        }
    }
}
