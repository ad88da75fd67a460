using ZkReactive.Client;
using ZkReactive.Server;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>A server for one test alone, to do harm to.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private OwnServer(ZkServer server, IZkClient client)
    {
        Server = server;
        Client = client;
    }

    public ZkServer Server { get; }

    public IZkClient Client { get; }

    public static async Task<OwnServer> StartAsync()
    {
        var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        return new OwnServer(server, await ZkClient.ConnectAsync(server.ConnectString));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
