using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>A publish as JSON.</summary>
/// <param name="Event"><c>published</c>.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="DeployId">The deploy.</param>
/// <param name="Url">The repository, secrets removed.</param>
/// <param name="CommitId">The commit.</param>
/// <param name="RelativePath">The directory below each agent's root.</param>
/// <param name="Version">The manifest node's version after it.</param>
/// <param name="Zxid">The transaction that published it.</param>
internal sealed record DeployPublishedJson(
    string Event, string Path, string DeployId, string Url, string CommitId, string RelativePath, int Version, string Zxid)
{
    /// <summary>Takes a publish apart.</summary>
    public static DeployPublishedJson From(PublishedDeploy published) => new(
        "published",
        published.Path,
        published.DeployId,
        published.Manifest.DisplayUrl,
        published.Manifest.CommitId,
        published.Manifest.RelativePath,
        published.Version.Value,
        published.Zxid.ToString());
}
