using System.Collections.Concurrent;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>Agents end to end on the embedded server, with real git.</summary>
public sealed class DeployAgentTests : IAsyncLifetime
{
    private static readonly DeployNodes Nodes = new(DeployFleet.Config);
    private ZkServer _server = null!;
    private DeployFleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _fleet = await DeployFleet.StartAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_published_commit_is_deployed_and_the_result_says_what_git_read_back()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        await _fleet.StartRegisteredAsync("a1");
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        var status = await _fleet.WaitAsync(published.DeployId, 1);
        Assert.Equal(DeployOutcome.Succeeded, status.Outcome);
        Assert.Equal(commit, _fleet.Stands("a1"));
        var agent = Assert.Single(status.Agents);
        Assert.Equal(("a1", commit, commit, true, true), (agent.Agent, agent.Wanted, agent.Running, agent.IsClean, agent.IsPresent));
        var result = await _fleet.ResultAsync(published.DeployId, "a1");
        Assert.Equal(("succeeded", commit, true), (result.GetProperty("state").GetString(), result.GetProperty("commitId").GetString(), result.GetProperty("clean").GetBoolean()));
        Assert.True(result.TryGetProperty("seconds", out _) && result.TryGetProperty("at", out _) && result.TryGetProperty("host", out _));
    }

    [Fact]
    public async Task Presence_is_ephemeral_kept_up_to_date_and_removed_on_a_clean_stop()
    {
        var agent = await _fleet.StartRegisteredAsync("a1");
        var node = await _fleet.Client.GetAsync(Nodes.Agent("a1"));
        Assert.Equal(agent.Client.Session.Id.Value, node.Stat.EphemeralOwner);
        await agent.StopAsync();
        Assert.False((await _fleet.Client.ExistsAsync(Nodes.Agent("a1"))).Exists);
        Assert.True(agent.Client.Session.IsConnected);
    }

    [Fact]
    public async Task Bare_json_of_any_tool_gets_an_id_from_its_transaction_and_a_history_entry()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var a1 = await _fleet.StartAgentAsync("a1");
        var a2 = await _fleet.StartAgentAsync("a2");
        var deployId = DeployFleet.BareId(await _fleet.WriteBareAsync(commit));
        await a1.WroteAsync(deployId);
        await a2.WroteAsync(deployId);
        var manifest = await _fleet.Client.GetAsync(DeployFleet.Config);
        Assert.Equal(manifest.Data.ToArray(), (await _fleet.Client.GetAsync(Nodes.Deploy(deployId))).Data.ToArray());
        Assert.Equal(DeployOutcome.Succeeded, (await DeployStatusReader.ReadAsync(_fleet.Client, DeployFleet.Config, deployId)).Outcome);
    }

    [Fact]
    public async Task Twenty_agents_end_on_the_commit()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        for (var i = 0; i < 20; i++) await _fleet.StartRegisteredAsync($"a{i}");
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        var status = await _fleet.WaitAsync(published.DeployId, 20);
        Assert.Equal((20, DeployOutcome.Succeeded), (status.Agents.Count, status.Outcome));
        for (var i = 0; i < 20; i++) Assert.Equal(commit, _fleet.Stands($"a{i}"));
    }

    [Fact]
    public async Task An_agent_that_starts_late_catches_up()
    {
        _fleet.Repository.Commit("file", "one");
        var commit = _fleet.Repository.Commit("file", "two");
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        var late = await _fleet.StartAgentAsync("late");
        await late.WroteAsync(published.DeployId);
        Assert.Equal(commit, _fleet.Stands("late"));
    }

    [Fact]
    public async Task A_newer_manifest_kills_the_git_under_way_and_the_old_deploy_is_never_a_success()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        using var silent = new SilentGitServer();
        var first = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit) with { Url = silent.Url });
        await silent.Connected;
        var second = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await silent.Gone;
        await agent.WroteAsync(second.DeployId);
        Assert.Equal("superseded", (await _fleet.ResultAsync(first.DeployId, "a1")).GetProperty("state").GetString());
        Assert.Equal("succeeded", (await _fleet.ResultAsync(second.DeployId, "a1")).GetProperty("state").GetString());
        Assert.Equal(commit, _fleet.Stands("a1"));
    }

    [Fact]
    public async Task Stopping_the_agent_kills_the_git_under_way()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        using var silent = new SilentGitServer();
        await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit) with { Url = silent.Url });
        await silent.Connected;
        await agent.StopAsync();
        await silent.Gone;
    }

    [Fact]
    public async Task The_same_manifest_twice_is_one_deploy_and_both_have_results()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        var first = DeployFleet.BareId(await _fleet.WriteBareAsync(commit));
        await agent.WroteAsync(first);
        var second = DeployFleet.BareId(await _fleet.WriteBareAsync(commit));
        await agent.WroteAsync(second);
        Assert.Single(agent.Events.OfType<DeployEvent.DeploySucceeded>(), e => e.IsChanged);
        Assert.Equal("succeeded", (await _fleet.ResultAsync(second, "a1")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("{", DeployErrorIds.NotJson)]
    [InlineData("[1]", DeployErrorIds.NotObject)]
    [InlineData("{}", DeployErrorIds.FieldMissing)]
    [InlineData("""{"url":"--upload-pack=x","commitId":"0123456789abcdef0123456789abcdef01234567","relativePath":"app"}""", DeployErrorIds.UrlRefused)]
    [InlineData("""{"url":"ext::sh -c x","commitId":"0123456789abcdef0123456789abcdef01234567","relativePath":"app"}""", DeployErrorIds.UrlRefused)]
    [InlineData("""{"url":"http://example.org/x","commitId":"0123456789abcdef0123456789abcdef01234567","relativePath":"app"}""", DeployErrorIds.SchemeNotAllowed)]
    [InlineData("""{"url":"/srv/x","commitId":"0123456789abcdef0123456789abcdef01234567","relativePath":"../x"}""", DeployErrorIds.RelativePathRefused)]
    [InlineData("""{"url":"/srv/x","commitId":"--all","relativePath":"app"}""", DeployErrorIds.CommitIdInvalid)]
    [InlineData("""{"url":"/no/such/repository","commitId":"0123456789abcdef0123456789abcdef01234567","relativePath":"app"}""", DeployErrorIds.RemoteUnreachable)]
    public async Task A_bad_manifest_ends_in_a_named_result_and_the_agent_handles_the_next(string json, string errorId)
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        var deployId = DeployFleet.BareId(await _fleet.WriteAsync(json));
        await agent.WroteAsync(deployId);
        var result = await _fleet.ResultAsync(deployId, "a1");
        Assert.Equal("failed", result.GetProperty("state").GetString());
        Assert.Equal(errorId, result.GetProperty("error").GetProperty("id").GetString());
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        Assert.Equal(DeployOutcome.Succeeded, (await _fleet.WaitAsync(published.DeployId, 1)).Outcome);
    }

    [Fact]
    public async Task A_restarted_agent_does_not_repeat_a_deploy_but_makes_a_lost_result_good()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await agent.WroteAsync(published.DeployId);
        var result = Nodes.Result(published.DeployId, "a1");
        var before = (await _fleet.Client.GetAsync(result)).Stat;
        await agent.StopAsync();

        var again = await _fleet.StartAgentAsync("a1");
        await again.WroteAsync(published.DeployId);
        Assert.Equal(before, (await _fleet.Client.GetAsync(result)).Stat);
        Assert.False((await again.SeesAsync<DeployEvent.DeploySucceeded>()).IsChanged);
        await again.StopAsync();

        await _fleet.Client.DeleteAsync(result, NodeVersion.Any);
        await _fleet.Client.DeleteAsync(Nodes.Results(published.DeployId), NodeVersion.Any);
        var third = await _fleet.StartAgentAsync("a1");
        await third.WroteAsync(published.DeployId);
        Assert.Equal("succeeded", (await _fleet.ResultAsync(published.DeployId, "a1")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(DeployAgentState.Fetching)]
    [InlineData(DeployAgentState.CheckingOut)]
    [InlineData(DeployAgentState.Switching)]
    public async Task An_agent_that_is_stopped_at_a_step_has_no_result_until_it_is_back_and_done(DeployAgentState step)
    {
        var commit = _fleet.Repository.Commit("file", "one");
        using var stop = new CancellationTokenSource();
        var client = await DeployFleet.ConnectAsync(_server.ConnectString);
        var agent = new DeployAgent(client, _fleet.Options("a1"));
        using var watching = agent.Events.Subscribe(e =>
        {
            if (e is DeployEvent.StepStarted started && started.Step == step) stop.Cancel();
        });
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await agent.RunAsync(stop.Token).WaitAsync(DeployFleet.Deadline);
        await client.DisposeAsync();
        var result = await _fleet.Client.ExistsAsync(Nodes.Result(published.DeployId, "a1"));
        if (step != DeployAgentState.Switching) Assert.False(result.Exists);
        var again = await _fleet.StartAgentAsync("a1");
        await again.WroteAsync(published.DeployId);
        Assert.Equal(commit, _fleet.Stands("a1"));
    }

    [Fact]
    public async Task When_the_session_expires_during_a_deploy_the_agent_registers_again_and_goes_on()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        using var silent = new SilentGitServer();
        await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit) with { Url = silent.Url });
        await silent.Connected;
        var before = agent.Client.Session.Id;
        _server.Faults.ExpireSession(before);
        var registered = await agent.SeesAsync<DeployEvent.PresenceRegistered>(e => e.Session != before);
        Assert.Equal(registered.Session.Value, (await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.EphemeralOwner);
        var second = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await agent.WroteAsync(second.DeployId);
        Assert.Equal(commit, _fleet.Stands("a1"));
    }

    [Fact]
    public async Task When_somebody_deletes_its_presence_the_agent_registers_again()
    {
        var agent = await _fleet.StartRegisteredAsync("a1");
        var before = (await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.Czxid;
        await _fleet.Client.DeleteAsync(Nodes.Agent("a1"), NodeVersion.Any);
        await agent.SeesAsync<DeployEvent.PresenceRegistered>(_ => agent.Events.OfType<DeployEvent.PresenceRegistered>().Count() == 2);
        Assert.True((await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.Czxid > before);
    }

    [Fact]
    public async Task A_result_is_written_once_however_often_the_connection_is_cut_at_it()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        var cuts = 0;
        using var cut = _server.Faults.OnRequest(request =>
            request.Path?.EndsWith("/results/a1", StringComparison.Ordinal) == true && Interlocked.Increment(ref cuts) <= 4
                ? (cuts % 2 == 0 ? FaultAction.DropAfterProcessing : FaultAction.DropBeforeProcessing)
                : FaultAction.None);
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await agent.WroteAsync(published.DeployId);
        Assert.True(cuts >= 2);
        Assert.Equal(0, (await _fleet.Client.GetAsync(Nodes.Result(published.DeployId, "a1"))).Stat.Version);
    }

    [Fact]
    public async Task The_presence_of_its_own_dead_predecessor_is_replaced_at_once()
    {
        var agent = await _fleet.StartRegisteredAsync("a1");
        var killed = agent.Client.Session.Id;
        // As after a kill: the process is gone, its session lives on at the server. The stop below cannot remove the node.
        using (_server.Faults.OnRequest(request => request.Operation == OpCode.Delete ? FaultAction.Fail(ErrorCode.NoAuth) : FaultAction.None)) await agent.StopAsync();
        Assert.Equal(killed.Value, (await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.EphemeralOwner);
        var again = await _fleet.StartRegisteredAsync("a1");
        Assert.Equal(again.Client.Session.Id.Value, (await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.EphemeralOwner);
        Assert.Empty(again.Events.OfType<DeployEvent.PresenceRefused>());
    }

    [Fact]
    public async Task A_stranger_with_the_same_id_is_an_error_and_his_going_is_waited_for()
    {
        var stranger = await _fleet.StartRegisteredAsync("a1");
        var agent = await _fleet.StartAgentAsync("a2", options => options with { AgentId = "a1" });
        Assert.Equal(DeployErrorIds.AgentIdTaken, (await agent.SeesAsync<DeployEvent.PresenceRefused>()).Error.Id);
        Assert.Equal(stranger.Client.Session.Id.Value, (await _fleet.Client.GetAsync(Nodes.Agent("a1"))).Stat.EphemeralOwner);
        await stranger.StopAsync();
        await agent.SeesAsync<DeployEvent.PresenceRegistered>();
    }

    [Fact]
    public async Task An_agent_that_starts_while_ZooKeeper_is_away_waits_for_it()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        await _server.SuspendAsync();
        await using var agent = new RunningAgent(ZkClient.Start(new ZkClientOptions { ConnectString = _server.ConnectString }), _fleet.Options("a1"));
        await _server.ResumeAsync();
        await agent.WroteAsync(published.DeployId);
        Assert.Equal(commit, _fleet.Stands("a1"));
    }

    [Fact]
    public async Task A_deploy_costs_each_agent_a_constant_number_of_requests()
    {
        var agent = await _fleet.StartRegisteredAsync("a1");
        var requests = new ConcurrentQueue<OpCode>();
        var session = agent.Client.Session.Id;
        using var counting = _server.Faults.OnRequest(request =>
        {
            if (request.Session == session && request.Operation is not (OpCode.Ping or OpCode.CreateSession)) requests.Enqueue(request.Operation);
            return FaultAction.None;
        });
        for (var i = 0; i < 3; i++)
        {
            requests.Clear();
            var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(_fleet.Repository.Commit("file", $"{i}")));
            await agent.WroteAsync(published.DeployId);
            // One read of the manifest; a sync and a read before the switch; one result; and presence: pending, fetching,
            // checking out, switching, succeeded, some merged, none said twice. A look at whether the rollout is halted. And once,
            // a second after it registered, a look at its own node.
            Assert.InRange(requests.Count, 4, 11);
            Assert.InRange(requests.Count(operation => operation == OpCode.SetData), 1, 5);
            Assert.Equal(1, requests.Count(operation => operation is OpCode.Create or OpCode.Create2));
        }
    }

    [Fact]
    public async Task Two_hundred_publishes_in_a_row_end_on_the_last_and_no_superseded_one_succeeds()
    {
        var commits = new[] { _fleet.Repository.Commit("file", "one"), _fleet.Repository.Commit("file", "two") };
        await _fleet.StartRegisteredAsync("a1");
        await _fleet.StartRegisteredAsync("a2");
        PublishedDeploy last = null!;
        for (var i = 0; i < 200; i++) last = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commits[i % 2]));
        Assert.Equal(DeployOutcome.Succeeded, (await _fleet.WaitAsync(last.DeployId, 2)).Outcome);
        Assert.Equal((commits[1], commits[1]), (_fleet.Stands("a1"), _fleet.Stands("a2")));
        Assert.Equal(20, (await _fleet.Client.GetChildrenAsync(Nodes.Deploys)).Names.Count);
    }

    [Fact]
    public void An_agent_id_becomes_a_legal_node_name()
    {
        Assert.Equal("web-01.example-org", (_fleet.Options("x") with { AgentId = " web/01.example org " }).AgentId);
        Assert.Equal("--", (_fleet.Options("x") with { AgentId = ".." }).AgentId);
        Assert.Throws<ArgumentException>(() => (_fleet.Options("x") with { AgentId = " " }).Validate());
    }

    [Fact]
    public async Task Run_once_reconciles_and_reports()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var agent = new DeployAgent(_fleet.Client, _fleet.Options("a1"));
        Assert.Equal((DeployAgentState.Pending, null), await OnceAsync());
        var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        var report = await agent.RunOnceAsync();
        Assert.Equal((DeployAgentState.Succeeded, published.DeployId, commit, commit, true, true), (report.State, report.DeployId, report.Wanted, report.Running, report.IsClean, report.IsChanged));
        Assert.Equal("succeeded", (await _fleet.ResultAsync(published.DeployId, "a1")).GetProperty("state").GetString());
        Assert.False((await agent.RunOnceAsync()).IsChanged);
        await _fleet.WriteAsync("{");
        report = await agent.RunOnceAsync();
        Assert.Equal((DeployAgentState.Failed, DeployErrorIds.NotJson, commit), (report.State, report.Error?.Id, report.Running));
        Assert.False((await _fleet.Client.ExistsAsync(Nodes.Agent("a1"))).Exists);

        async Task<(DeployAgentState, string?)> OnceAsync()
        {
            var done = await agent.RunOnceAsync();
            return (done.State, done.DeployId);
        }
    }

    [Fact]
    public async Task Deleting_the_manifest_stops_nothing_and_a_new_one_is_deployed()
    {
        var first = _fleet.Repository.Commit("file", "one");
        var agent = await _fleet.StartRegisteredAsync("a1");
        await agent.WroteAsync(DeployFleet.BareId(await _fleet.WriteBareAsync(first)));
        await _fleet.Client.SetAsync(DeployFleet.Config, default, NodeVersion.Any);
        await agent.SeesAsync<DeployEvent.ManifestRemoved>();
        Assert.Equal(first, _fleet.Stands("a1"));
        var second = _fleet.Repository.Commit("file", "two");
        await agent.WroteAsync(DeployFleet.BareId(await _fleet.WriteBareAsync(second)));
        Assert.Equal(second, _fleet.Stands("a1"));
    }
}
