using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Coordination.Locks;

/// <summary>An embedded server and clients of it, with what lock tests ask of both.</summary>
internal sealed class LockServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IZkClient> _clients = [];

    private LockServer(ZkServer server) => Server = server;

    public ZkServer Server { get; }

    public static async Task<LockServer> StartAsync() => new(await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 }));

    public async Task<IZkClient> ConnectAsync()
    {
        var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = Server.ConnectString, SessionTimeout = TimeSpan.FromSeconds(8) });
        _clients.Add(client);
        return client;
    }

    /// <summary>Waits until a node has so many children.</summary>
    public static async Task WaitForChildrenAsync(IZkClient client, ZkPath path, int count)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (await CountAsync(client, path) != count) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
    }

    public static async Task<int> CountAsync(IZkClient client, ZkPath path)
    {
        try
        {
            return (await client.GetChildrenAsync(path)).Names.Count;
        }
        catch (NoNodeException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
