using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>What a cache promises, on servers of both makes.</summary>
public sealed class CacheTests
{
    public static TheoryData<string> Names => CacheScenarios.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Embedded(string scenario)
    {
        await using var server = await ZkServer.StartAsync();
        await CacheScenarios.RunAsync(scenario, server.ConnectString);
    }

    [ApacheZooKeeperFact]
    public async Task Apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        foreach (var scenario in Names) await CacheScenarios.RunAsync(scenario, server.ConnectString);
    }
}
