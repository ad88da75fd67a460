using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Coordination.Servers;

/// <summary>The embedded server; its own faults.</summary>
internal sealed class EmbeddedRecipeServer : RecipeServer
{
    private EmbeddedRecipeServer(ZkServer server) => Server = server;

    public ZkServer Server { get; }

    public override string ConnectString => Server.ConnectString;

    public static async Task<RecipeServer> StartAsync() =>
        new EmbeddedRecipeServer(await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 }));

    public override Task ExpireAsync(IZkClient client)
    {
        Server.Faults.ExpireSession(client.Session.Id);
        return Task.CompletedTask;
    }

    public override IDisposable OnRequest(Func<IZkClient?, OpCode, RequestFault> rule) => Server.Faults.OnRequest(request =>
        rule(Clients.FirstOrDefault(client => client.Session.Id == request.Session), request.Operation) switch
        {
            RequestFault.DropBefore => FaultAction.DropBeforeProcessing,
            RequestFault.DropBeforeReply => FaultAction.DropAfterProcessing,
            RequestFault.DropAfterReply => FaultAction.DropAfterReply,
            RequestFault.ExpireBefore => FaultAction.ExpireSession,
            RequestFault.ExpireBeforeReply => FaultAction.ExpireSessionAfterProcessing,
            _ => FaultAction.None,
        });

    public override Task<(long Requests, int Watches)> ReadLoadAsync() => Task.FromResult((Server.Statistics.PacketsReceived, (int)Server.Statistics.Watches));

    protected override Task<string> PrepareClientAsync() => Task.FromResult(Server.ConnectString);

    protected override async Task StopAsync() => await Server.DisposeAsync();
}
