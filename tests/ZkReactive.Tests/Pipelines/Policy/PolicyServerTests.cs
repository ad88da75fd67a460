using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>The scenarios on the embedded server and on Apache ZooKeeper.</summary>
public sealed class PolicyServerTests
{
    // A storm's updates have 0.4 MB each, and by itself a server keeps the last 500 of them in memory.
    private static readonly string[] Room = ["-Xmx1g", "-Dzookeeper.commitLogCount=50"];

    public static TheoryData<string> Names => [.. PolicyScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task OnTheEmbeddedServer(string scenario)
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await PolicyScenarios.All[scenario](server.ConnectString);
    }

    [ApacheZooKeeperTheory]
    [MemberData(nameof(Names))]
    public async Task OnApacheZooKeeper(string scenario)
    {
        await using var server = await ApacheZooKeeper.StartAsync(javaArguments: Room);
        await PolicyScenarios.All[scenario](server.ConnectString);
    }

    /// <summary>Only here reads are served beside writes, and by servers that lag behind the leader.</summary>
    [ApacheZooKeeperFact]
    public async Task OnAnEnsemble_AStormNeverShowsAMixture()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3, javaArguments: Room);
        await PolicyScenarios.All["a storm of updates never shows a mixture"](ensemble.ConnectString);
    }
}
