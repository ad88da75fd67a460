using System.Text;
using System.Text.Json;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>A repository, an operator's connection, and agents with a root each, on whatever server is given.</summary>
internal sealed class DeployFleet : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-fleet-");
    private readonly List<RunningAgent> _agents = [];

    private DeployFleet(string connectString, IZkClient client)
    {
        ConnectString = connectString;
        Client = client;
        Repository = new GitRepository(Path.Combine(_directory.FullName, "origin"));
    }

    public static ZkPath Config { get; } = ZkPath.Parse("/app/business/config");

    public string ConnectString { get; }

    public IZkClient Client { get; }

    public GitRepository Repository { get; }

    public DeployPublisher Publisher => new(Client, new DeployPublisherOptions());

    public static async Task<DeployFleet> StartAsync(string connectString) => new(connectString, await ConnectAsync(connectString));

    public static Task<IZkClient> ConnectAsync(string connectString) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = connectString, ConnectTimeout = Deadline, RequestTimeout = Deadline });

    public DeployAgentOptions Options(string id) =>
        new() { Root = Path.Combine(_directory.FullName, id), AgentId = id, AllowedSchemes = DeployUrlSchemes.File | DeployUrlSchemes.Git };

    public async Task<RunningAgent> StartAgentAsync(string id, Func<DeployAgentOptions, DeployAgentOptions>? change = null)
    {
        var agent = new RunningAgent(await ConnectAsync(ConnectString), change is null ? Options(id) : change(Options(id)));
        _agents.Add(agent);
        return agent;
    }

    public async Task<RunningAgent> StartRegisteredAsync(string id)
    {
        var agent = await StartAgentAsync(id);
        await agent.SeesAsync<DeployEvent.PresenceRegistered>();
        return agent;
    }

    /// <summary>Writes the manifest as a script without this library would: just the data of the node.</summary>
    public async Task<Stat> WriteAsync(string json)
    {
        try
        {
            return await Client.SetAsync(Config, Encoding.UTF8.GetBytes(json), NodeVersion.Any);
        }
        catch (NoNodeException)
        {
            await EnsureAsync();
            return await WriteAsync(json);
        }
    }

    private async Task EnsureAsync()
    {
        try
        {
            await Client.CreateAsync(Config, options: new ZkCreateOptions { CreateParents = true });
        }
        catch (NodeExistsException)
        {
            // An agent that registered at the same moment made it.
        }
    }

    public Task<Stat> WriteBareAsync(string commitId, string relativePath = "app") =>
        WriteAsync($$"""{"url":{{JsonSerializer.Serialize(Repository.Location)}},"commitId":"{{commitId}}","relativePath":"{{relativePath}}"}""");

    public Task<DeployStatus> WaitAsync(string deployId, int agents) => DeployWait.WaitAsync(Client, Config, deployId, Deadline, agents);

    /// <summary>What git says stands at an agent's target.</summary>
    public string Stands(string id) =>
        GitRepository.Run(Path.Combine(_directory.FullName, id, "app"), "rev-parse", "HEAD").Trim() + GitRepository.Run(Path.Combine(_directory.FullName, id, "app"), "status", "--porcelain");

    public async Task<JsonElement> ResultAsync(string deployId, string agent)
    {
        var node = await Client.GetAsync(new DeployNodes(Config).Result(deployId, agent));
        return JsonDocument.Parse(node.Data).RootElement;
    }

    public static string BareId(Stat stat) => "z" + stat.Mzxid.ToString()[2..];

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents) await agent.DisposeAsync();
        await Client.DisposeAsync();
        Trash.Delete(_directory.FullName);
    }
}
