namespace ZkReactive.Client;

/// <summary>A server's address as it was written, not yet resolved.</summary>
/// <param name="Name">Host name or IP address, IPv6 without brackets.</param>
/// <param name="Port">Its client port.</param>
public sealed record ZkHost(string Name, int Port)
{
    /// <summary><c>host:port</c>, IPv6 in brackets.</summary>
    public override string ToString() => Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]:{Port}" : $"{Name}:{Port}";
}
