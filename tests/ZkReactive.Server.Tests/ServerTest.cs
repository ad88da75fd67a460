using ZkReactive.TestKit.Time;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests;

/// <summary>A test with a server of its own, whose clock stands still unless the test moves it.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private readonly List<WireClient> _clients = [];

    public ManualTimeProvider Time { get; } = new();

    private protected ZkServer Server { get; private set; } = null!;

    protected virtual ZkServerOptions Options => new() { TickTime = TimeSpan.FromSeconds(1) };

    public async Task InitializeAsync() => Server = await ZkServer.StartAsync(Options with { TimeProvider = Time });

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await Server.DisposeAsync();
    }

    private protected async Task<WireClient> ConnectAsync(int timeoutMilliseconds = 10_000) =>
        Track(await WireClient.ConnectAsync(Server.EndPoint, timeoutMilliseconds));

    private protected async Task<WireClient> ResumeAsync(WireClient client) =>
        Track(await WireClient.ResumeAsync(Server.EndPoint, client.Session));

    private protected async Task<WireClient> OpenAsync() => Track(await WireClient.OpenAsync(Server.EndPoint));

    private protected WireClient Track(WireClient client)
    {
        _clients.Add(client);
        return client;
    }
}
