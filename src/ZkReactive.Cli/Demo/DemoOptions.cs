namespace ZkReactive.Cli.Demo;

/// <summary>What the demo is asked for.</summary>
/// <param name="Repository">A repository's path or URL; null for the one the demo stands in.</param>
/// <param name="Agents">How many agents; at least 2.</param>
/// <param name="ConnectString">An ensemble to run on; null for an embedded server.</param>
internal sealed record DemoOptions(string? Repository, int Agents, string? ConnectString);
