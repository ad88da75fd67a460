using ZkReactive.Server;

namespace ZkReactive.Client.Tests.RoundTrips;

public class EmbeddedServerTests
{
    public static TheoryData<string> Names => Scenarios.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EmbeddedServer(string scenario)
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { ContainerCheckInterval = TimeSpan.FromMilliseconds(200) });
        await Scenarios.RunAsync(scenario, server.ConnectString);
    }
}
