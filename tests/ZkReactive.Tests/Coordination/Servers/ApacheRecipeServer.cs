using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>A part of an Apache server's tree; the faults are those of a proxy before each client.</summary>
internal sealed class ApacheRecipeServer : RecipeServer
{
    private readonly ApacheZooKeeper _server;
    private readonly string _root;
    private readonly Lock _lock = new();
    private readonly Dictionary<IZkClient, ZkProxy> _proxies = [];
    private ZkProxy? _next;
    private Func<IZkClient?, OpCode, RequestFault>? _rule;

    private ApacheRecipeServer(ApacheZooKeeper server, string root)
    {
        _server = server;
        _root = root;
    }

    public override string ConnectString => _server.ConnectString + _root;

    /// <summary>Makes the part of the tree.</summary>
    public static async Task<RecipeServer> StartAsync(ApacheZooKeeper server)
    {
        var root = $"/{Guid.NewGuid():N}";
        await using var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = server.ConnectString });
        await client.CreateAsync(ZkPath.Parse(root));
        return new ApacheRecipeServer(server, root);
    }

    public override Task ExpireAsync(IZkClient client) => _proxies[client].EndSessionsAsync();

    public override IDisposable OnRequest(Func<IZkClient?, OpCode, RequestFault> rule)
    {
        lock (_lock) _rule = rule;
        return new Rule(this);
    }

    public override async Task<(long Requests, int Watches)> ReadLoadAsync()
    {
        var text = await _server.AskAsync(1, "mntr") ?? throw new InvalidOperationException("The server does not answer.");
        return (Read("zk_packets_received"), (int)Read("zk_watch_count"));

        long Read(string key) => (long)double.Parse(text.Split('\n').Single(line => line.StartsWith(key + "\t", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
    }

    protected override Task<string> PrepareClientAsync()
    {
        _next = ZkProxy.Start(_server.ConnectString);
        return Task.FromResult(_next.ConnectString + _root);
    }

    protected override void Connected(IZkClient client)
    {
        _proxies[client] = _next!;
        var atReply = new Dictionary<OpCode, ProxyAction>();
        _next!.Rule = frame =>
        {
            if (frame.Kind == ProxyFrameKind.Event) return ProxyAction.Forward;
            lock (_lock)
            {
                if (frame.Kind == ProxyFrameKind.Reply) return atReply.Remove(frame.Operation, out var action) ? action : ProxyAction.Forward;
                switch (_rule?.Invoke(client, frame.Operation) ?? RequestFault.None)
                {
                    case RequestFault.DropBefore: return ProxyAction.CutBefore;
                    case RequestFault.ExpireBefore: return ProxyAction.ExpireBefore;
                    case RequestFault.DropBeforeReply: atReply[frame.Operation] = ProxyAction.CutBefore; break;
                    case RequestFault.DropAfterReply: atReply[frame.Operation] = ProxyAction.CutAfter; break;
                    case RequestFault.ExpireBeforeReply: atReply[frame.Operation] = ProxyAction.ExpireBefore; break;
                }

                return ProxyAction.Forward;
            }
        };
    }

    protected override async Task StopAsync()
    {
        foreach (var proxy in _proxies.Values) await proxy.DisposeAsync();
    }

    private sealed class Rule(ApacheRecipeServer server) : IDisposable
    {
        public void Dispose()
        {
            lock (server._lock) server._rule = null;
        }
    }
}
