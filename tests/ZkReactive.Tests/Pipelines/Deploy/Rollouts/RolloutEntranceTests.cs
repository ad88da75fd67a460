using System.Collections.Concurrent;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Rollouts;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>The gate on real servers.</summary>
public sealed class RolloutEntranceTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Batches_and_canaries_hold_on_the_embedded_server()
    {
        await using var server = await ZkServer.StartAsync();
        await RunBatchesAsync(server.ConnectString);
    }

    [ApacheZooKeeperFact]
    public async Task Batches_and_canaries_hold_on_an_apache_ensemble_that_loses_a_server()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await RunBatchesAsync(ensemble.ConnectString, () => ensemble.KillAsync(1));
    }

    [Fact]
    public async Task Failures_halt_and_an_operator_resumes_on_the_embedded_server()
    {
        await using var server = await ZkServer.StartAsync();
        await RunHaltAsync(server.ConnectString);
    }

    [ApacheZooKeeperFact]
    public async Task Failures_halt_and_an_operator_resumes_on_apache()
    {
        await using var server = await ApacheZooKeeper.StartAsync();
        await RunHaltAsync(server.ConnectString);
    }

    [Fact]
    public async Task An_agent_that_dies_with_its_slot_frees_it_and_comes_first_when_it_is_back()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { BatchSize = 1 });
        var (a, b, c) = (await fleet.AgentAsync("a"), await fleet.AgentAsync("b"), await fleet.AgentAsync("c"));
        await a.EnterAsync(deploy);
        var second = b.EnterAsync(deploy);
        await fleet.HasAsync(deploy, "queue", 1);
        var third = c.EnterAsync(deploy);
        await fleet.HasAsync(deploy, "queue", 2);
        await a.Client.DisposeAsync();
        await second.WaitAsync(Deadline);
        var again = await fleet.AgentAsync("a");
        var back = again.EnterAsync(deploy);
        await fleet.HasAsync(deploy, "queue", 2);
        await b.EndAsync(deploy);
        await (await Task.WhenAny(back, third).WaitAsync(Deadline));
        // Both may have thought themselves first; the gate lets one at a time.
        var isBackFirst = back.IsCompleted;
        await (isBackFirst ? again : c).EndAsync(deploy);
        await (isBackFirst ? third : back).WaitAsync(Deadline);
        await (isBackFirst ? c : again).EndAsync(deploy);
        Assert.Equal(3, (await fleet.ChildrenAsync(deploy, "started")).Count);
        Assert.Equal(["a", "b", "c"], (await fleet.ChildrenAsync(deploy, "succeeded")).Order(StringComparer.Ordinal));
        Assert.Empty(await fleet.ChildrenAsync(deploy, "slots"));
        Assert.Empty(await fleet.ChildrenAsync(deploy, "queue"));
    }

    [Fact]
    public async Task A_killed_agent_takes_its_own_old_slot_and_place_over_without_waiting_for_its_session()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { BatchSize = 1, MaxFailures = 0 });
        var first = await fleet.AgentAsync("a");
        await first.EnterAsync(deploy);
        // As after kill -9: the old session lives on.
        var again = await fleet.AgentAsync("a");
        await again.EnterAsync(deploy).WaitAsync(Deadline);
        Assert.Single(await fleet.ChildrenAsync(deploy, "slots"));
        await again.EndAsync(deploy);
        Assert.Equal(["a"], await fleet.ChildrenAsync(deploy, "succeeded"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task A_failure_that_may_pass_counts_when_the_next_attempt_has_failed_too(int? batchSize)
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { BatchSize = batchSize, MaxFailures = 0 });
        var agent = await fleet.AgentAsync("a");
        await agent.EnterAsync(deploy, isTriedAgain: true);
        await agent.EndAsync(deploy, DeployAgentState.Failed, DeployErrorIds.RemoteUnreachable);
        Assert.Equal((0, false), await CountedAsync(fleet, deploy));

        await agent.EnterAsync(deploy).WaitAsync(Deadline);
        await agent.EndAsync(deploy, DeployAgentState.Failed, DeployErrorIds.RemoteUnreachable);
        Assert.Single(await fleet.ChildrenAsync(deploy, "failures"));
        if (batchSize is not null)
        {
            using var stop = new CancellationTokenSource();
            var next = (await fleet.AgentAsync("b")).EnterAsync(deploy, cancellationToken: stop.Token);
            await HaltedAsync(fleet, deploy);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Deadline));
        }

        Assert.Equal((1, true), await CountedAsync(fleet, deploy));
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_counts_at_once()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { MaxFailures = 0 });
        var agent = await fleet.AgentAsync("a");
        await agent.EnterAsync(deploy, isTriedAgain: true);
        await agent.EndAsync(deploy, DeployAgentState.Failed, DeployErrorIds.CommitMissing);
        Assert.Equal((1, true), await CountedAsync(fleet, deploy));
    }

    private static async Task<(int Failures, bool IsHalted)> CountedAsync(EntranceFleet fleet, PublishedDeploy deploy) =>
        ((await fleet.ChildrenAsync(deploy, "failures")).Count, (await (await fleet.OperatorAsync()).ExistsAsync(Halt(deploy))).Exists);

    private static async Task HaltedAsync(EntranceFleet fleet, PublishedDeploy deploy)
    {
        var (found, watch) = await (await fleet.OperatorAsync()).ExistsWatchedAsync(Halt(deploy));
        if (!found.Exists) await watch.Fired.WaitAsync(Deadline);
    }

    private static ZkPath Halt(PublishedDeploy deploy) => new DeployNodes(EntranceFleet.Path).Deploy(deploy.DeployId) / "halt";

    [Fact]
    public async Task A_newer_manifest_lets_nobody_begin_the_older_deploy()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var old = await fleet.PublishAsync(new DeployStrategy { BatchSize = 1 });
        await fleet.PublishAsync(null);
        using var stop = new CancellationTokenSource();
        var entering = (await fleet.AgentAsync("a")).EnterAsync(old, cancellationToken: stop.Token);
        await fleet.HasAsync(old, "queue", 0);
        Assert.False(entering.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering.WaitAsync(Deadline));
        Assert.Empty(await fleet.ChildrenAsync(old, "started"));
    }

    [Fact]
    public async Task A_manifest_that_is_put_back_lets_its_deploy_go_on()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { BatchSize = 1 });
        await fleet.PublishAsync(null);
        var agent = await fleet.AgentAsync("a");
        var entering = agent.EnterAsync(deploy);
        while (!agent.Waits.Contains(RolloutWait.Queue)) await Task.Yield();
        Assert.Empty(await fleet.ChildrenAsync(deploy, "queue"));
        await (await fleet.OperatorAsync()).SetAsync(EntranceFleet.Path, DeployManifestJson.Write(deploy.Manifest), NodeVersion.Any);
        await entering.WaitAsync(Deadline);
        await agent.EndAsync(deploy);
        Assert.Equal(["a"], await fleet.ChildrenAsync(deploy, "succeeded"));
    }

    [Fact]
    public async Task A_deploy_without_a_strategy_can_be_halted_too_and_costs_one_request()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(null);
        var halt = await DeployRollout.HaltAsync(await fleet.OperatorAsync(), EntranceFleet.Path, reason: "stop", by: "me");
        Assert.Equal((deploy.DeployId, "stop", "me"), (halt.DeployId, halt.Reason, halt.By));
        var agent = await fleet.AgentAsync("a");
        var entering = agent.EnterAsync(deploy);
        while (!agent.Waits.Contains(RolloutWait.Halt)) await Task.Yield();
        Assert.Equal("stop", (await DeployRollout.ResumeAsync(await fleet.OperatorAsync(), EntranceFleet.Path))!.Reason);
        await entering.WaitAsync(Deadline);
        Assert.Null(await DeployRollout.ReadHaltAsync(await fleet.OperatorAsync(), EntranceFleet.Path));
    }

    [Fact]
    public async Task Without_a_queue_the_agent_that_fails_once_too_often_halts_it()
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { MaxFailures = 1 });
        foreach (var id in new[] { "a", "b" })
        {
            var agent = await fleet.AgentAsync(id);
            await agent.EnterAsync(deploy);
            Assert.Null(await DeployRollout.ReadHaltAsync(await fleet.OperatorAsync(), EntranceFleet.Path));
            await agent.EndAsync(deploy, DeployAgentState.Failed);
        }

        Assert.Equal("agent b", (await DeployRollout.ReadHaltAsync(await fleet.OperatorAsync(), EntranceFleet.Path))!.By);
    }

    [Fact]
    public async Task What_an_agent_asks_of_ZooKeeper_does_not_grow_with_the_fleet()
    {
        var (small, large) = (await MostRequestsAsync(6), await MostRequestsAsync(24));
        Assert.True(large <= small + 8, $"{small} requests with 6 agents, {large} with 24");
    }

    private static async Task<int> MostRequestsAsync(int agents)
    {
        await using var server = await ZkServer.StartAsync();
        await using var fleet = new EntranceFleet(server.ConnectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { Canary = 1, BatchSize = 3 });
        var counts = new ConcurrentDictionary<string, int>();
        var proxies = new List<ZkProxy>();
        var running = new List<Task>();
        for (var i = 0; i < agents; i++)
        {
            var id = $"a{i}";
            var proxy = ZkProxy.Start(server.ConnectString);
            proxies.Add(proxy);
            proxy.Rule = frame =>
            {
                if (frame.Kind == ProxyFrameKind.Request && frame.Operation != OpCode.Ping) counts.AddOrUpdate(id, 1, (_, count) => count + 1);
                return ProxyAction.Forward;
            };
            var agent = await fleet.AgentAsync(id, proxy.ConnectString);
            running.Add(Task.Run(async () =>
            {
                await agent.EnterAsync(deploy);
                await agent.EndAsync(deploy);
            }));
        }

        await Task.WhenAll(running).WaitAsync(Deadline);
        Assert.Equal(agents, (await fleet.ChildrenAsync(deploy, "succeeded")).Count);
        foreach (var proxy in proxies) await proxy.DisposeAsync();
        return counts.Values.Max();
    }

    private static async Task RunBatchesAsync(string connectString, Func<Task>? trouble = null)
    {
        await using var fleet = new EntranceFleet(connectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { Canary = 1, BatchSize = 2, SoakSeconds = 1 });
        var agents = new List<EntranceAgent>();
        for (var i = 0; i < 7; i++) agents.Add(await fleet.AgentAsync($"a{i}"));
        var (running, most, finished) = (0, 0, 0);
        var work = agents.ConvertAll(agent => Task.Run(async () =>
        {
            await agent.EnterAsync(deploy);
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (Volatile.Read(ref finished) == 0) Assert.Equal(1, now);
            // By its own connection, which has seen its own slot; another server may lag behind.
            Assert.InRange((await agent.Client.GetChildrenAsync(new DeployNodes(EntranceFleet.Path).Deploy(deploy.DeployId) / "slots")).Names.Count, 1, 2);
            if (Interlocked.Increment(ref finished) == 3 && trouble is not null) await trouble();
            Interlocked.Decrement(ref running);
            await agent.EndAsync(deploy);
        }));
        await Task.WhenAll(work).WaitAsync(Deadline);
        Assert.InRange(most, 1, 2);
        Assert.Equal(7, (await fleet.ChildrenAsync(deploy, "succeeded")).Count);
        Assert.Empty(await fleet.ChildrenAsync(deploy, "slots"));
    }

    private static async Task RunHaltAsync(string connectString)
    {
        await using var fleet = new EntranceFleet(connectString);
        var deploy = await fleet.PublishAsync(new DeployStrategy { BatchSize = 1, MaxFailures = 0 });
        var (a, b) = (await fleet.AgentAsync("a"), await fleet.AgentAsync("b"));
        await a.EnterAsync(deploy);
        var entering = b.EnterAsync(deploy);
        await fleet.HasAsync(deploy, "queue", 1);
        await a.EndAsync(deploy, DeployAgentState.Failed);
        while (!b.Waits.Contains(RolloutWait.Halt)) await Task.Yield();
        var client = await fleet.OperatorAsync();
        await client.SyncAsync(EntranceFleet.Path);
        var halt = await DeployRollout.ReadHaltAsync(client, EntranceFleet.Path);
        Assert.Equal(("agent b", "1 agent failed; 0 are borne."), (halt!.By, halt.Reason));
        Assert.False(entering.IsCompleted);
        Assert.NotNull(await DeployRollout.ResumeAsync(client, EntranceFleet.Path, deploy.DeployId, "mended", "me"));
        await entering.WaitAsync(Deadline);
        await b.EndAsync(deploy);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value && Interlocked.CompareExchange(ref target, value, seen) != seen; seen = Volatile.Read(ref target))
        {
        }
    }
}
