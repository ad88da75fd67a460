using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>An embedded server with a client of its own beside the verbs under test.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private int _nodes;

    public ZkServer Server { get; private set; } = null!;

    public IZkClient Client { get; private set; } = null!;

    public string Connect => Server.ConnectString;

    public async Task InitializeAsync()
    {
        Server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        Client = await ZkClient.ConnectAsync(Server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Creates a node that no other test uses.</summary>
    public async Task<ZkPath> CreateAsync(string data = "")
    {
        var path = FreshPath();
        await Client.CreateAsync(path, Encoding.UTF8.GetBytes(data));
        return path;
    }

    /// <summary>A path that no other test uses.</summary>
    public ZkPath FreshPath() => ZkPath.Root / $"n{Interlocked.Increment(ref _nodes)}";

    internal Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync([.. args, "--connect", Connect]);
}
