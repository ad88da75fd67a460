using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Rollouts;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>Agents that do nothing but go through rollouts, on a real server: no git, no disk.</summary>
internal sealed class EntranceFleet(string connectString) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly List<IZkClient> _clients = [];
    private IZkClient? _operator;

    public static ZkPath Path { get; } = ZkPath.Parse("/app/config");

    public async Task<IZkClient> OperatorAsync() => _operator ??= await ConnectAsync(connectString);

    public async Task<IZkClient> ConnectAsync(string server)
    {
        var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = server, ConnectTimeout = Deadline, RequestTimeout = Deadline });
        _clients.Add(client);
        return client;
    }

    public async Task<PublishedDeploy> PublishAsync(DeployStrategy? strategy)
    {
        var manifest = new DeployManifest { Url = "https://example.org/x.git", CommitId = new string('a', 40), RelativePath = "x", Strategy = strategy };
        return await new DeployPublisher(await OperatorAsync(), new DeployPublisherOptions { Path = Path }).PublishAsync(manifest);
    }

    public async Task<EntranceAgent> AgentAsync(string id, string? server = null) => new(id, await ConnectAsync(server ?? connectString));

    public async Task<IReadOnlyList<string>> ChildrenAsync(PublishedDeploy deploy, string name)
    {
        // The agents wrote through other servers, which this one may lag behind.
        var client = await OperatorAsync();
        await client.SyncAsync(Path);
        return (await client.GetChildrenAsync(new DeployNodes(Path).Deploy(deploy.DeployId) / name)).Names;
    }

    /// <summary>Waits until a node below the deploy has so many children.</summary>
    public async Task HasAsync(PublishedDeploy deploy, string name, int count)
    {
        var client = await OperatorAsync();
        while (true)
        {
            var (found, watch) = await client.GetChildrenWatchedAsync(new DeployNodes(Path).Deploy(deploy.DeployId) / name);
            await using (watch)
            {
                if (found.Names.Count == count) return;
                await watch.Fired.WaitAsync(Deadline);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
    }
}

/// <summary>One of them.</summary>
internal sealed class EntranceAgent(string id, IZkClient client)
{
    private readonly RolloutEntrance _entrance = new(client, EntranceFleet.Path, id, TimeProvider.System, NullLogger.Instance);
    private readonly List<RolloutWait> _waits = [];
    private IAsyncDisposable? _pass;

    public string Id => id;

    public IZkClient Client => client;

    public IReadOnlyList<RolloutWait> Waits
    {
        get
        {
            lock (_waits) return [.. _waits];
        }
    }

    public async Task EnterAsync(PublishedDeploy deploy, bool isFinished = false, bool isTriedAgain = false, CancellationToken cancellationToken = default) =>
        _pass = await _entrance.EnterAsync(deploy.DeployId, deploy.Manifest, isFinished, isTriedAgain, Tell, cancellationToken);

    /// <summary>Writes the result as an agent does, and gives the pass back.</summary>
    public async Task EndAsync(PublishedDeploy deploy, DeployAgentState state = DeployAgentState.Succeeded, string? errorId = null)
    {
        var node = new DeployNodes(EntranceFleet.Path).Result(deploy.DeployId, id);
        var data = DeployJson.Write(new ResultData(DeployWords.Of(state), null, null, errorId is null ? null : new(errorId, "so it was"), 0, DateTimeOffset.UnixEpoch, "host"));
        try
        {
            await client.CreateAsync(node, data);
        }
        catch (NodeExistsException)
        {
            await client.SetAsync(node, data, NodeVersion.Any);
        }

        await _pass!.DisposeAsync();
    }

    private void Tell(RolloutWait wait)
    {
        lock (_waits) _waits.Add(wait);
    }
}
