using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Logging;

namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>A server of either make and clients of it, with what recipe tests ask of both.</summary>
internal abstract class RecipeServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<IZkClient> _clients = [];

    /// <summary>What the clients and their recipes have logged.</summary>
    public RecordingLoggerFactory Logs { get; } = new();

    /// <summary>What programs connect to; without any faults.</summary>
    public abstract string ConnectString { get; }

    /// <summary>The clients that were connected, the first first.</summary>
    protected IReadOnlyList<IZkClient> Clients
    {
        get
        {
            lock (_lock) return [.. _clients];
        }
    }

    public async Task<IZkClient> ConnectAsync()
    {
        var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = await PrepareClientAsync(), SessionTimeout = TimeSpan.FromSeconds(8), LoggerFactory = Logs });
        lock (_lock) _clients.Add(client);
        Connected(client);
        return client;
    }

    /// <summary>Ends a client's session on the server, as if it had timed out.</summary>
    public abstract Task ExpireAsync(IZkClient client);

    /// <summary>
    /// Asks the rule about each request, one at a time: whose it is (null when its session is too new to tell) and what it asks
    /// for. Takes the rule away when disposed.
    /// </summary>
    public abstract IDisposable OnRequest(Func<IZkClient?, OpCode, RequestFault> rule);

    /// <summary>How many requests the server has had, and how many watches there are.</summary>
    public abstract Task<(long Requests, int Watches)> ReadLoadAsync();

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
        foreach (var client in Clients) await client.DisposeAsync();
        await StopAsync();
    }

    /// <summary>What the next client connects to.</summary>
    protected abstract Task<string> PrepareClientAsync();

    /// <summary>The client that was prepared last has connected.</summary>
    protected virtual void Connected(IZkClient client)
    {
    }

    protected abstract Task StopAsync();
}
