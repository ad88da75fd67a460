using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>Whole agents, with git, commands and health checks, in rollouts.</summary>
public sealed class RolloutAgentTests
{
    private const string NotBad = "test ! -e bad";

    [Fact]
    public async Task A_bad_canary_returns_to_what_ran_and_nobody_else_begins()
    {
        await using var server = await ZkServer.StartAsync();
        await RunBadCanaryAsync(server.ConnectString);
    }

    [ApacheZooKeeperFact]
    public async Task A_bad_canary_returns_to_what_ran_and_nobody_else_begins_on_apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await RunBadCanaryAsync(server.ConnectString);
    }

    [Fact]
    public async Task The_command_is_run_after_the_switch_and_again_after_the_return()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, bad) = Commits(fleet);
        await StartAsync(fleet, "a0");
        var log = Path.Combine(fleet.Repository.Location, ".git", "log.txt");
        DeployManifest Manifest(string commit) => fleet.Repository.Manifest(commit) with
        {
            PostDeploy = Shell("echo $ZKREACTIVE_ACTION $ZKREACTIVE_COMMIT $ZKREACTIVE_PREVIOUS_COMMIT $ZKREACTIVE_AGENT $(cat file) >> " + log),
            HealthCheck = new() { Command = "sh", Arguments = ["-c", NotBad], TimeoutSeconds = 1 },
        };
        await fleet.WaitAsync((await fleet.Publisher.PublishAsync(Manifest(good))).DeployId, 1);
        var second = await fleet.Publisher.PublishAsync(Manifest(bad));
        var status = await fleet.WaitAsync(second.DeployId, 1);
        Assert.Equal(DeployOutcome.Failed, status.Outcome);
        Assert.Equal([$"deploy {good} a0 one", $"deploy {bad} {good} a0 two", $"return {good} a0 one"], File.ReadAllLines(log));
    }

    [Fact]
    public async Task A_command_of_an_unsigned_manifest_is_refused_unless_the_agent_allows_it()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, _) = Commits(fleet);
        await fleet.StartRegisteredAsync("a0");
        var status = await fleet.WaitAsync((await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good) with { PostDeploy = Shell("exit 0") })).DeployId, 1);
        Assert.Equal(DeployErrorIds.CommandNotAllowed, Assert.Single(status.Agents).ErrorId);
        Assert.False(Directory.Exists(Path.Combine(fleet.Options("a0").Root, "app")));
    }

    [Fact]
    public async Task A_command_of_a_manifest_that_a_trusted_key_signed_is_run()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        using var key = DeploySigningKey.Create();
        var (good, _) = Commits(fleet);
        var agent = await fleet.StartAgentAsync("a0", options => options with { TrustedKeys = DeployTrustedKeys.Of(key.PublicKey) });
        await agent.SeesAsync<DeployEvent.PresenceRegistered>();
        var publisher = new DeployPublisher(fleet.Client, new DeployPublisherOptions { SigningKey = key });
        var ran = Path.Combine(fleet.Repository.Location, ".git", "ran");
        var status = await fleet.WaitAsync((await publisher.PublishAsync(fleet.Repository.Manifest(good) with { PostDeploy = Shell($"touch {ran}") })).DeployId, 1);
        Assert.Equal(DeployOutcome.Succeeded, status.Outcome);
        Assert.True(File.Exists(ran));
    }

    [Fact]
    public async Task An_agent_that_takes_longer_than_the_strategy_allows_has_failed()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, _) = Commits(fleet);
        await fleet.StartRegisteredAsync("a0");
        using var silent = new SilentGitServer();
        var published = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good) with { Url = silent.Url, Strategy = new() { TimeoutSeconds = 1 } });
        var status = await fleet.WaitAsync(published.DeployId, 1);
        Assert.Equal(DeployErrorIds.TimedOut, Assert.Single(status.Agents).ErrorId);
        await silent.Gone;
    }

    [Fact]
    public async Task A_check_that_takes_too_long_is_ended_and_what_ran_before_is_brought_back()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, bad) = Commits(fleet);
        await StartAsync(fleet, "a0");
        await fleet.WaitAsync((await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good))).DeployId, 1);
        var published = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(bad) with { PostDeploy = Shell("test -e bad && sleep 600 || exit 0"), Strategy = new() { TimeoutSeconds = 5 } });
        var agent = Assert.Single((await fleet.WaitAsync(published.DeployId, 1)).Agents);
        Assert.Equal((DeployErrorIds.TimedOut, good), (agent.ErrorId, agent.Running));
        Assert.Equal(good, fleet.Stands("a0"));
    }

    [Fact]
    public async Task An_agent_that_stops_at_work_leaves_its_slot_and_finishes_when_it_is_back()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, _) = Commits(fleet);
        var go = Path.Combine(fleet.Repository.Location, ".git", "go");
        var agents = new[] { await StartAsync(fleet, "a0"), await StartAsync(fleet, "a1") };
        var published = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good) with
        {
            PostDeploy = Shell($"while [ ! -e {go} ]; do sleep 0.1; done"),
            Strategy = new() { BatchSize = 1 },
        });
        var checking = agents.Select(agent => agent.SeesAsync<DeployEvent.StepStarted>(step => step.Step == DeployAgentState.Checking)).ToArray();
        var first = Array.IndexOf(checking, await Task.WhenAny(checking));
        await agents[first].StopAsync();
        await checking[1 - first];
        await File.WriteAllTextAsync(go, "");
        await agents[1 - first].WroteAsync(published.DeployId);
        var back = await StartAsync(fleet, $"a{first}");
        await back.WroteAsync(published.DeployId);
        var status = await fleet.WaitAsync(published.DeployId, 2);
        Assert.Equal(DeployOutcome.Succeeded, status.Outcome);
        Assert.Equal((good, good), (fleet.Stands("a0"), fleet.Stands("a1")));
    }

    [Fact]
    public async Task A_halted_rollout_says_so_of_each_agent_lets_a_scheduled_one_go_and_gives_way_to_the_next()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        var (good, _) = Commits(fleet);
        var published = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good));
        await DeployRollout.HaltAsync(fleet.Client, DeployFleet.Config, reason: "wait for it", by: "me");
        var agent = await StartAsync(fleet, "a0");
        await agent.SeesAsync<DeployEvent.StepStarted>(step => step.Step == DeployAgentState.Halted);
        var status = await fleet.WaitAsync(published.DeployId, 1);
        Assert.Equal((DeployOutcome.Halted, "wait for it"), (status.Outcome, status.Halt!.Reason));
        var once = new DeployAgent(await DeployFleet.ConnectAsync(server.ConnectString), fleet.Options("a1"));
        var report = await once.RunOnceAsync().WaitAsync(DeployFleet.Deadline);
        Assert.Equal((DeployAgentState.Halted, (DeployError?)null), (report.State, report.Error));
        var next = await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good));
        await agent.WroteAsync(next.DeployId);
        Assert.Equal(good, fleet.Stands("a0"));
    }

    private static async Task RunBadCanaryAsync(string connectString)
    {
        await using var fleet = await DeployFleet.StartAsync(connectString);
        var (good, bad) = Commits(fleet);
        for (var i = 0; i < 4; i++) await StartAsync(fleet, $"a{i}");
        Assert.Equal(DeployOutcome.Succeeded, (await fleet.WaitAsync((await fleet.Publisher.PublishAsync(fleet.Repository.Manifest(good))).DeployId, 4)).Outcome);
        DeployManifest Staged(string commit) => fleet.Repository.Manifest(commit) with
        {
            Strategy = new() { Canary = 1, BatchSize = 2 },
            HealthCheck = new() { Command = "sh", Arguments = ["-c", NotBad], TimeoutSeconds = 1 },
        };
        var published = await fleet.Publisher.PublishAsync(Staged(bad));
        var status = await fleet.WaitAsync(published.DeployId, 4);
        Assert.Equal(DeployOutcome.Halted, status.Outcome);
        Assert.Equal("1 agent failed; 0 are borne among the canaries.", status.Halt!.Reason);
        var failed = Assert.Single(status.Agents, agent => agent.State == DeployAgentState.Failed);
        Assert.Equal((DeployErrorIds.HealthCheckFailed, good), (failed.ErrorId, failed.Running));
        Assert.Contains($"{good}, was brought back.", failed.Error, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++) Assert.Equal(good, fleet.Stands($"a{i}"));

        fleet.Repository.Git("rm", "-q", "bad");
        fleet.Repository.Git("commit", "-q", "-m", "mended");
        var mended = fleet.Repository.Head;
        var next = await fleet.Publisher.PublishAsync(Staged(mended));
        Assert.Equal(DeployOutcome.Succeeded, (await fleet.WaitAsync(next.DeployId, 4)).Outcome);
        for (var i = 0; i < 4; i++) Assert.Equal(mended, fleet.Stands($"a{i}"));
    }

    private static (string Good, string Bad) Commits(DeployFleet fleet)
    {
        var good = fleet.Repository.Commit("file", "one");
        fleet.Repository.Commit("file", "two");
        return (good, fleet.Repository.Commit("bad", "bad"));
    }

    private static async Task<RunningAgent> StartAsync(DeployFleet fleet, string id)
    {
        var agent = await fleet.StartAgentAsync(id, options => options with { Commands = DeployCommandRule.Always });
        await agent.SeesAsync<DeployEvent.PresenceRegistered>();
        return agent;
    }

    private static DeployPostDeploy Shell(string script) => new("sh", ["-c", script]);
}
