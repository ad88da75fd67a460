using System.Text.Json;
using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>Agents through restarts, outages and refusals.</summary>
public sealed class PolicyAgentTests : IAsyncLifetime
{
    private static readonly ZkPath Type = ZkPath.Parse("/Proxy");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-policies-");
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    private PolicyPublisher Publisher => new(_client, new PolicyPublisherOptions { Type = Type });

    private PolicyAgentOptions Options => new() { Type = Type, AgentId = "a1", StateDirectory = Path.Combine(_directory.FullName, "state") };

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await PolicyScenarios.ConnectAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_restart_with_the_server_away_goes_on_with_the_last_good_set()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await using (var first = new RunningPolicyAgent(_client, Options)) await first.AppliesAsync(set => set.Documents.Count == 1);
        await using var nowhere = ZkClient.Start(new ZkClientOptions { ConnectString = "127.0.0.1:1" });
        await using var second = new RunningPolicyAgent(nowhere, Options);
        var restored = await second.SeesAsync(update => update.Event is PolicyEvent.SetRestored);
        Assert.Equal("BL1", restored.Set!.Route(1));
        Assert.Equal("BL1", second.Agent.Route(1));
        Assert.Single(second.Updates);
    }

    [Fact]
    public async Task A_restart_while_a_bad_set_stands_there_goes_on_with_the_last_good_one()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await using (var first = new RunningPolicyAgent(_client, Options)) await first.AppliesAsync(set => set.Documents.Count == 1);
        await _client.SetAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), NodeVersion.Any);
        await using var second = new RunningPolicyAgent(_client, Options);
        var rejected = await second.RejectsAsync();
        Assert.Equal("BL1", rejected.Set!.Route(1));
        Assert.IsType<PolicyEvent.SetRestored>(second.Updates[0].Event);
    }

    [Fact]
    public async Task Without_a_state_directory_a_bad_set_leaves_nothing_to_route_by()
    {
        await _client.CreateAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), options: new ZkCreateOptions { CreateParents = true });
        await using var agent = new RunningPolicyAgent(_client, Options with { StateDirectory = null });
        Assert.Null((await agent.RejectsAsync()).Set);
        Assert.Null(agent.Agent.Current);
        Assert.Null(agent.Agent.Route(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"/Other\",\"zxid\":1,\"policies\":[]}")]
    [InlineData("{\"type\":\"/Proxy\",\"zxid\":1,\"policies\":[{\"kind\":\"Acl\",\"name\":\"Acl1\",\"xml\":\"PGFjbA==\"}]}")]
    public async Task A_damaged_state_file_is_as_good_as_none(string content)
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await using (var first = new RunningPolicyAgent(_client, Options)) await first.AppliesAsync(set => set.Documents.Count == 1);
        var file = Assert.Single(Directory.GetFiles(Options.StateDirectory!));
        await File.WriteAllTextAsync(file, content);
        await using var second = new RunningPolicyAgent(_client, Options);
        await second.AppliesAsync(set => set.Documents.Count == 1);
        Assert.Single(second.Updates);
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_made_is_an_error()
    {
        var file = Path.Combine(_directory.FullName, "file");
        await File.WriteAllTextAsync(file, "");
        var error = await Assert.ThrowsAsync<PolicyException>(() => new PolicyAgent(_client, Options with { StateDirectory = Path.Combine(file, "x") }).RunAsync());
        Assert.Equal(PolicyErrorIds.DiskFailed, error.ErrorId);
    }

    [Fact]
    public async Task The_journal_has_what_was_used_and_what_was_refused()
    {
        await using var journal = await ZkJournal.OpenAsync(Path.Combine(_directory.FullName, ZkJournal.FileName));
        await using var agent = new RunningPolicyAgent(_client, Options with { Journal = journal });
        await agent.AppliesAsync(set => set.Documents.Count == 0);
        var published = await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await agent.AppliesAsync(set => set.Documents.Count == 1);
        await _client.SetAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), NodeVersion.Any);
        var rejected = await agent.RejectsAsync();
        var events = await PolicyScenarios.UntilAsync(
            async () =>
            {
                var all = new List<JournalEvent>();
                await foreach (var entry in journal.Reader.ReadAsync(new JournalQuery { Stream = Type.Value })) all.Add(entry);
                return all;
            },
            all => all.Count == 3);
        Assert.Equal(["PolicySetApplied", "PolicySetApplied", "PolicySetRejected"], events.Select(entry => entry.Kind));
        Assert.Equal((published.Zxid, rejected.Event.Zxid), (events[1].Zxid, events[2].Zxid));
        var payload = JsonDocument.Parse(events[2].Payload.Utf8).RootElement;
        Assert.Equal(published.Set.Fingerprint, payload.GetProperty("fingerprint").GetString());
        Assert.Equal("ZkPolicyNotXml", payload.GetProperty("findings")[0].GetProperty("errorId").GetString());
    }

    [Fact]
    public async Task An_outage_and_an_expired_session_change_nothing_but_what_changed()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await using var own = await PolicyScenarios.ConnectAsync(_server.ConnectString);
        await using var agent = new RunningPolicyAgent(own, Options);
        await agent.AppliesAsync(set => set.Documents.Count == 1);
        await _client.SetAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), NodeVersion.Any);
        await agent.RejectsAsync();
        await PolicyScenarios.UntilAsync(() => _client.ExistsAsync("/Proxy/rejections/a1").AsTask(), found => found.Exists);
        var before = own.Session.Id;
        _server.Faults.ExpireSession(before);
        // Its report went with the session; it is made again with the next.
        await PolicyScenarios.UntilAsync(() => _client.ExistsAsync("/Proxy/rejections/a1").AsTask(), found => found.Exists && found.Stat.Value.EphemeralOwner != before.Value);
        Assert.Equal(2, agent.Updates.Count);
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1.Replace("BL1", "BL9", StringComparison.Ordinal))]);
        await agent.AppliesAsync(set => set.Route(1) == "BL9");
    }

    [Fact]
    public async Task The_first_good_set_is_waited_for()
    {
        await _client.CreateAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), options: new ZkCreateOptions { CreateParents = true });
        await using var agent = new RunningPolicyAgent(_client, Options);
        var waiting = agent.Agent.WaitUntilReadAsync();
        await agent.RejectsAsync();
        Assert.False(waiting.IsCompleted);
        await _client.SetAsync("/Proxy/Acls/Acl1", Policies.Bytes(Policies.Acl1), NodeVersion.Any);
        Assert.Equal("BL1", (await waiting.WaitAsync(RunningPolicyAgent.Deadline)).Route(1));
        Assert.Same(agent.Agent.Current, await agent.Agent.WaitUntilReadAsync());
    }

    [Fact]
    public async Task The_report_goes_when_the_agent_stops()
    {
        await _client.CreateAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), options: new ZkCreateOptions { CreateParents = true });
        await using (var agent = new RunningPolicyAgent(_client, Options))
        {
            await agent.RejectsAsync();
            await PolicyScenarios.UntilAsync(() => _client.ExistsAsync("/Proxy/rejections/a1").AsTask(), found => found.Exists);
        }

        Assert.False((await _client.ExistsAsync("/Proxy/rejections/a1")).Exists);
    }

    [Fact]
    public async Task A_looker_on_writes_nothing()
    {
        await _client.CreateAsync("/Proxy/Acls/Acl1", Policies.Bytes("<acl"), options: new ZkCreateOptions { CreateParents = true });
        await using var agent = new RunningPolicyAgent(_client, Options with { ReportRejections = false, StateDirectory = null });
        await agent.RejectsAsync();
        Assert.False((await _client.ExistsAsync("/Proxy/rejections")).Exists);
    }

    [Fact]
    public async Task ObservePolicies_completes_with_its_client_and_stops_with_its_subscription()
    {
        var own = await PolicyScenarios.ConnectAsync(_server.ConnectString);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (own.ObservePolicies(Type).Subscribe(_ => first.TrySetResult(), completed.SetException, completed.SetResult))
        {
            await first.Task.WaitAsync(RunningPolicyAgent.Deadline);
            await own.DisposeAsync();
            await completed.Task.WaitAsync(RunningPolicyAgent.Deadline);
        }
    }
}
