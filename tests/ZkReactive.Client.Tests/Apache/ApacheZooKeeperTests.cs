using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Apache;

public class ApacheZooKeeperTests
{
    [ApacheZooKeeperFact]
    public async Task StartAsync_ThreeServers_OneLeadsAndAnotherTakesOver()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        var leader = await ensemble.LeaderAsync();
        Assert.InRange(leader, 1, 3);

        await ensemble.KillAsync(leader);
        var survivor = (leader % 3) + 1;
        Assert.Null(await ensemble.AskAsync(leader, "ruok"));
        await ensemble.WaitUntilServingAsync(survivor);

        await ensemble.RestartAsync(leader);
        Assert.Equal("imok", await ensemble.AskAsync(leader, "ruok"));
    }
}
