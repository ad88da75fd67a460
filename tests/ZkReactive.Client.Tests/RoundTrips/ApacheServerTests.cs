using ZkReactive.Client.Tests.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.RoundTrips;

public class ApacheServerTests(SingleApacheServer server) : IClassFixture<SingleApacheServer>
{
    public static TheoryData<string> Names => Scenarios.Names;

    [ApacheZooKeeperTheory]
    [MemberData(nameof(Names))]
    public Task ApacheServer(string scenario) => Scenarios.RunAsync(scenario, server.ConnectString);
}
