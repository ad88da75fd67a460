using ZkReactive.Client;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// Keeps one directory tree on the commit that the manifest asks for, and says so in ZooKeeper. One run at a time.
/// </summary>
public sealed class DeployAgent
{
    private readonly IZkClient _client;
    private readonly DeployAgentOptions _options;

    /// <summary>Makes an agent; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public DeployAgent(IZkClient client, DeployAgentOptions options)
    {
        options.Validate();
        _client = client;
        _options = options;
    }

    /// <summary>The agent's id as it stands in ZooKeeper.</summary>
    public string AgentId => _options.AgentId;

    /// <summary>
    /// What the agent sees, decides and does. Hot: starts with the next event; in order; nothing merged or repeated; completes when
    /// the run ends; called on the agent's own loop, so observers should be quick; loss, reconnect and expiry of the session
    /// show only by what they cause (a later manifest, a new registration).
    /// </summary>
    public IObservable<DeployEvent> Events => throw new NotSupportedException($"{_client}");

    /// <summary>
    /// Follows the manifest until cancelled: the normal way for a service. Returns, its presence removed, when
    /// <paramref name="cancellationToken"/> fires; failures of deploys and of ZooKeeper never end it.
    /// </summary>
    /// <exception cref="DeployException">Another agent uses the state directory.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Reads the manifest once, makes it so, writes the result and returns: for schedulers.</summary>
    /// <exception cref="DeployException">Another agent uses the state directory.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<DeployAgentReport> RunOnceAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
