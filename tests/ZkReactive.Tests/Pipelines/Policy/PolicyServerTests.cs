using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>The scenarios on the embedded server and on Apache ZooKeeper.</summary>
public sealed class PolicyServerTests
{
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
        await using var server = await ApacheZooKeeper.StartAsync();
        await PolicyScenarios.All[scenario](server.ConnectString);
    }

    /// <summary>Only here reads are served beside writes, and by servers that lag behind the leader.</summary>
    [ApacheZooKeeperFact]
    public async Task OnAnEnsemble_AStormNeverShowsAMixture()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await PolicyScenarios.All["a storm of updates never shows a mixture"](ensemble.ConnectString);
    }
}
