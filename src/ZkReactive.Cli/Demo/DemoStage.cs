using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Cli.Demo;

/// <summary>Everything the demo sets up, and takes down again whatever happens.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(4);
    private readonly TemporaryDirectory _directory;
    private readonly Dictionary<string, IDemoAgent> _agents = [];
    private ZkServer? _server;
    private IZkClient? _control;
    private ConnectionRelay? _relay;

    /// <summary>Makes a stage with nothing on it but a directory.</summary>
    public DemoStage(string name)
    {
        _directory = new TemporaryDirectory(name);
        Path = ZkPath.Root / name / "config";
    }

    /// <summary>The manifest node.</summary>
    public ZkPath Path { get; }

    /// <summary>When who saw what.</summary>
    public DemoClock Clock { get; } = new(TimeProvider.System);

    /// <summary>Where scratch files go.</summary>
    public string Directory => _directory.Path;

    /// <summary>The publisher's connection; it does not go through the relay.</summary>
    public IZkClient Control => _control!;

    /// <summary>What the agents' connections go through.</summary>
    public ConnectionRelay Relay => _relay!;

    /// <summary>The agents in order of their ids.</summary>
    public IReadOnlyList<IDemoAgent> Agents => [.. _agents.Values.OrderBy(agent => agent.Id, StringComparer.Ordinal)];

    /// <summary>Starts the embedded server, or uses the ensemble given, and connects.</summary>
    /// <returns>Where the server is.</returns>
    public async Task<string> OpenAsync(ZkClientOptions options, bool embedded, CancellationToken cancellationToken)
    {
        if (embedded)
        {
            _server = await ZkServer.StartAsync(new ZkServerOptions { TickTime = TickTime }, cancellationToken).ConfigureAwait(false);
            options = options with { ConnectString = _server.ConnectString };
        }

        _relay = new ConnectionRelay(options.ConnectString);
        _control = await ZkClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        await _control.CreateAsync(Path, default, CreateMode.Persistent, new ZkCreateOptions { CreateParents = true }, cancellationToken).ConfigureAwait(false);
        return options.ConnectString;
    }

    /// <summary>What an agent is started with; its root is the same each time it is asked for.</summary>
    public AgentPlan Plan(int number, TimeSpan sessionTimeout)
    {
        var id = $"agent-{number}";
        return new AgentPlan(id, Relay.ConnectString, sessionTimeout, Path, _directory.Create(id));
    }

    /// <summary>Takes an agent on, in the place of an earlier one with the same id.</summary>
    public async Task AddAsync(IDemoAgent agent)
    {
        if (_agents.Remove(agent.Id, out var earlier)) await earlier.DisposeAsync().ConfigureAwait(false);
        _agents[agent.Id] = agent;
    }

    /// <summary>What could not be taken down, in words; null when nothing is left behind.</summary>
    public string? LeftBehind { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_agents.Values.Select(agent => agent.DisposeAsync().AsTask())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_relay is not null) await _relay.DisposeAsync().ConfigureAwait(false);
        if (_control is not null)
        {
            if (_server is null) await RemoveNodesAsync(_control).ConfigureAwait(false);
            await _control.DisposeAsync().ConfigureAwait(false);
        }

        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        try
        {
            _directory.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LeftBehind = $"{_directory.Path} could not be deleted: {exception.Message}";
        }
    }

    // On somebody's ensemble the demo's nodes must go even when the demo was stopped half-way.
    private async Task RemoveNodesAsync(IZkClient client)
    {
        using var patience = new CancellationTokenSource(CleanUpTime, TimeProvider.System);
        try
        {
            await client.DeleteTreeAsync(Path.Parent, patience.Token).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            // It never came to creating them.
        }
        catch (Exception exception) when (exception is ZkException or OperationCanceledException)
        {
            LeftBehind = $"{Path.Parent} could not be deleted: {exception.Message}; 'zkr rm {Path.Parent} --recursive' does it";
        }
    }
}
