using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>Policies from the command line.</summary>
internal static class PolicyInput
{
    /// <summary>Reads files, relative ones from where zkr was started.</summary>
    public static Task<IReadOnlyList<PolicySource>> ReadAsync(CliHost host, string[] files, CancellationToken cancellationToken) =>
        PolicyFiles.ReadAsync(files.Select(file => Path.Combine(host.CurrentDirectory, file)), cancellationToken: cancellationToken);
}
