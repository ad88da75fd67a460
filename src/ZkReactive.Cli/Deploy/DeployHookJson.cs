using ZkReactive.Pipelines.Deploy.Hooks;

namespace ZkReactive.Cli;

/// <summary>What a repository's hook publishes, as JSON.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="RelativePath">The directory below each agent's root.</param>
/// <param name="Url">The repository as the agents reach it, secrets removed.</param>
/// <param name="Connect">The servers.</param>
/// <param name="SigningKey">The key that signs; null for none.</param>
/// <param name="Pending">The commit that was pushed and is not published yet; null for none.</param>
internal sealed record DeployHookJson(string Branch, string Path, string RelativePath, string Url, string Connect, string? SigningKey, string? Pending)
{
    /// <summary>Takes an entry apart.</summary>
    public static DeployHookJson From(DeployHookEntry entry) => new(
        entry.Target.Branch,
        entry.Target.Path,
        entry.Target.RelativePath,
        ZkReactive.Pipelines.Deploy.DeployRules.RedactUrl(entry.Target.Url),
        entry.Target.Connect,
        entry.Target.SigningKey,
        entry.Pending);
}
