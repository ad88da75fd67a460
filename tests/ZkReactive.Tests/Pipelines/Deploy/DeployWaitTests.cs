using System.Text;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>Waiting and watching, with agents played by the test.</summary>
public sealed class DeployWaitTests : IAsyncLifetime
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private static readonly DeployNodes Nodes = new(DeployFleet.Config);
    private ZkServer _server = null!;
    private IZkClient _client = null!;
    private IZkClient _agents = null!;
    private PublishedDeploy _deploy = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await DeployFleet.ConnectAsync(_server.ConnectString);
        _agents = await DeployFleet.ConnectAsync(_server.ConnectString);
        _deploy = await PublishAsync();
    }

    public async Task DisposeAsync()
    {
        await _agents.DisposeAsync();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_waits_for_every_present_agent()
    {
        await RegisterAsync("a1");
        await RegisterAsync("a2");
        var seen = new Recorder<DeployStatus>();
        var waiting = WaitAsync(seen);
        await ReportAsync("a1", "succeeded");
        await seen.WaitAsync(all => all.Any(m => m.Value.Agents.Any(agent => agent.State == DeployAgentState.Succeeded)), "a1 done");
        Assert.False(waiting.IsCompleted);
        await ReportAsync("a2", "succeeded");
        var status = await waiting.WaitAsync(DeployFleet.Deadline);
        Assert.Equal((2, DeployOutcome.Succeeded), (status.Agents.Count, status.Outcome));
    }

    [Fact]
    public async Task One_failure_is_the_outcome()
    {
        await ReportAsync("a1", "succeeded");
        await ReportAsync("a2", "failed");
        var status = await WaitAsync();
        Assert.Equal(DeployOutcome.Failed, status.Outcome);
        Assert.Equal("ZkX", status.Agents[1].ErrorId);
    }

    [Fact]
    public async Task An_agent_that_dies_is_reported_and_not_waited_for()
    {
        await RegisterAsync("a1");
        var dying = await DeployFleet.ConnectAsync(_server.ConnectString);
        await dying.CreateAsync(Nodes.Agent("a2"), "{}"u8.ToArray(), CreateMode.Ephemeral);
        var seen = new Recorder<DeployStatus>();
        var waiting = WaitAsync(seen);
        await seen.WaitAsync(all => all.Any(m => m.Value.Agents.Count == 2), "both seen");
        await dying.DisposeAsync();
        await ReportAsync("a1", "succeeded");
        var status = await waiting.WaitAsync(DeployFleet.Deadline);
        Assert.Equal(DeployOutcome.Failed, status.Outcome);
        Assert.Equal(("a2", false, false), (status.Agents[1].Agent, status.Agents[1].IsPresent, status.Agents[1].IsFinished));
    }

    [Fact]
    public async Task Without_agents_it_waits_for_one()
    {
        var seen = new Recorder<DeployStatus>();
        var waiting = WaitAsync(seen);
        await seen.WaitAsync(all => all.Count > 0, "the first state");
        Assert.False(waiting.IsCompleted);
        await ReportAsync("a1", "succeeded");
        Assert.Equal(DeployOutcome.Succeeded, (await waiting.WaitAsync(DeployFleet.Deadline)).Outcome);
    }

    [Fact]
    public async Task When_time_lapses_it_says_who_is_open()
    {
        await RegisterAsync("a1");
        var lapsed = await Assert.ThrowsAsync<ZkTimeoutException>(() => DeployWait.WaitAsync(_client, DeployFleet.Config, _deploy.DeployId, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(TimeSpan.FromMilliseconds(200), lapsed.Allowed);
        Assert.Contains(_deploy.DeployId, lapsed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_deploy_ends_the_wait()
    {
        await RegisterAsync("a1");
        var seen = new Recorder<DeployStatus>();
        var waiting = WaitAsync(seen);
        await seen.WaitAsync(all => all.Count > 0, "the first state");
        await PublishAsync();
        var status = await waiting.WaitAsync(DeployFleet.Deadline);
        Assert.Equal((_deploy.DeployId, DeployOutcome.Superseded), (status.DeployId, status.Outcome));
    }

    [Fact]
    public async Task A_success_of_another_commit_under_the_same_id_does_not_count()
    {
        await RegisterAsync("a1");
        await _agents.CreateAsync(Nodes.Result(_deploy.DeployId, "a1"), Encoding.UTF8.GetBytes($$"""{"state":"succeeded","commitId":"{{new string('f', 40)}}"}"""));
        var status = await DeployStatusReader.ReadAsync(_client, DeployFleet.Config);
        Assert.Equal((DeployAgentState.Pending, DeployOutcome.InProgress), (status.Agents[0].State, status.Outcome));
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_hides_no_other()
    {
        await ReportAsync("a1", "succeeded");
        await _agents.CreateAsync(Nodes.Result(_deploy.DeployId, "a2"), "garbage"u8.ToArray());
        await _agents.CreateAsync(Nodes.Agent("a2"), "garbage"u8.ToArray(), CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });
        var status = await DeployStatusReader.ReadAsync(_client, DeployFleet.Config);
        Assert.Equal([("a1", DeployAgentState.Succeeded), ("a2", DeployAgentState.Pending)], status.Agents.Select(agent => (agent.Agent, agent.State)));
    }

    [Fact]
    public async Task Status_without_a_manifest_says_none_and_of_a_broken_one_names_the_fields()
    {
        Assert.Equal(DeployOutcome.None, (await DeployStatusReader.ReadAsync(_client, "/nothing/here")).Outcome);
        await _client.SetAsync(DeployFleet.Config, "{}"u8.ToArray(), NodeVersion.Any);
        var status = await DeployStatusReader.ReadAsync(_client, DeployFleet.Config);
        Assert.Equal(DeployOutcome.Invalid, status.Outcome);
        Assert.Equal(["url", "commitId", "relativePath"], status.ManifestProblems.Select(problem => problem.Field));
        Assert.Equal(DeployErrorIds.DeployUnknown, (await Assert.ThrowsAsync<DeployException>(() => DeployStatusReader.ReadAsync(_client, DeployFleet.Config, "nosuch"))).ErrorId);
    }

    [Fact]
    public async Task The_stream_follows_from_publish_to_publish_over_loss_and_expiry()
    {
        await RegisterAsync("a1");
        using var seen = new Recorder<DeployStatus>();
        seen.Subscription = _client.ObserveDeploy(DeployFleet.Config).Subscribe(seen);
        await seen.WaitAsync(all => all.Any(m => m.Value.Agents.Count == 1), "the first state");
        _server.Faults.DropConnections();
        await ReportAsync("a1", "succeeded");
        await seen.WaitAsync(all => all.Any(m => m.Value.Outcome == DeployOutcome.Succeeded), "success");
        _server.Faults.ExpireSession(_client.Session.Id);
        var next = await PublishAsync();
        await seen.WaitAsync(all => all.Any(m => m.Value.DeployId == next.DeployId), "the next deploy");
        await ReportAsync("a1", "succeeded", next.DeployId);
        var states = await seen.WaitAsync(all => all.Any(m => m.Value.DeployId == next.DeployId && m.Value.Outcome == DeployOutcome.Succeeded), "its success");
        Assert.Equal(states.Select(state => state.Zxid.Value).Order(), states.Select(state => state.Zxid.Value));
        Assert.Null(seen.Violation);
    }

    private Task<PublishedDeploy> PublishAsync() =>
        new DeployPublisher(_client, new DeployPublisherOptions()).PublishAsync(new DeployManifest { Url = "https://example.org/app.git", CommitId = Sha, RelativePath = "app" });

    private async Task RegisterAsync(string agent) =>
        await _agents.CreateAsync(Nodes.Agent(agent), """{"host":"h","state":"pending"}"""u8.ToArray(), CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });

    private async Task ReportAsync(string agent, string state, string? deployId = null)
    {
        var data = Encoding.UTF8.GetBytes($$"""{"state":"{{state}}","commitId":"{{Sha}}","clean":true,"error":{"id":"ZkX","message":"m"},"seconds":1.5}""");
        try
        {
            await _agents.CreateAsync(Nodes.Result(deployId ?? _deploy.DeployId, agent), data);
        }
        catch (ConnectionLossException)
        {
            // A test has just cut it.
            await ReportAsync(agent, state, deployId);
        }
        catch (NodeExistsException)
        {
            // Done by the attempt that was cut off.
        }
    }

    private Task<DeployStatus> WaitAsync(Recorder<DeployStatus>? progress = null) =>
        DeployWait.WaitAsync(_client, DeployFleet.Config, _deploy.DeployId, DeployFleet.Deadline, null, progress is null ? null : new Reporter(progress));

    /// <summary>Without <see cref="Progress{T}"/>'s detour over the thread pool, so that order is kept.</summary>
    private sealed class Reporter(Recorder<DeployStatus> recorder) : IProgress<DeployStatus>
    {
        public void Report(DeployStatus value) => recorder.OnNext(value);
    }
}
