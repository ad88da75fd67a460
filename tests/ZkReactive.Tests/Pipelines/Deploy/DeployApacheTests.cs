using ZkReactive.Pipelines.Deploy;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>The pipeline on real Apache ZooKeeper servers.</summary>
public sealed class DeployApacheTests
{
    [ApacheZooKeeperFact]
    public async Task On_an_ensemble_whose_servers_are_killed_in_turn_every_agent_ends_on_each_commit()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await using var fleet = await DeployFleet.StartAsync(ensemble.ConnectString);
        for (var i = 0; i < 5; i++) await fleet.StartRegisteredAsync($"a{i}");
        for (var server = 1; server <= 3; server++)
        {
            var commit = fleet.Repository.Commit("file", $"{server}");
            await ensemble.KillAsync(server);
            var published = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(commit)).WaitAsync(DeployFleet.Deadline);
            var status = await fleet.WaitAsync(published.DeployId, 5);
            Assert.Equal(DeployOutcome.Succeeded, status.Outcome);
            for (var i = 0; i < 5; i++) Assert.Equal(commit, fleet.Stands($"a{i}"));
            await ensemble.RestartAsync(server);
        }
    }

    [ApacheZooKeeperFact]
    public async Task Bare_json_and_broken_json_end_as_on_the_embedded_server()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var commit = fleet.Repository.Commit("file", "one");
        var agent = await fleet.StartRegisteredAsync("a1");
        await agent.WroteAsync(DeployFleet.BareId(await fleet.WriteBareAsync(commit)));
        Assert.Equal(commit, fleet.Stands("a1"));
        var broken = DeployFleet.BareId(await fleet.WriteAsync("{"));
        await agent.WroteAsync(broken);
        Assert.Equal(DeployErrorIds.NotJson, (await fleet.ResultAsync(broken, "a1")).GetProperty("error").GetProperty("id").GetString());
    }
}
