using ZkReactive.Client;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>Publishing and removing.</summary>
public sealed class PolicyPublisherTests : IAsyncLifetime
{
    private static readonly ZkPath Type = ZkPath.Parse("/a/b/Proxy");
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    private PolicyPublisher Publisher => new(_client, new PolicyPublisherOptions { Type = Type });

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await PolicyScenarios.ConnectAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task First_use_makes_everything_in_one_transaction()
    {
        var published = await Publisher.PublishAsync([Policies.Source(Policies.Acl1), Policies.Source(Policies.Agl1)]);
        foreach (var path in new[] { "/a/b/Proxy", "/a/b/Proxy/Acls/Acl1", "/a/b/Proxy/Agls/Agl1" })
            Assert.Equal(published.Zxid, (await _client.ExistsAsync(path)).Stat!.Value.Czxid);
        Assert.Equal(Policies.Acl1, System.Text.Encoding.UTF8.GetString((await _client.GetAsync("/a/b/Proxy/Acls/Acl1")).Data.Span));
    }

    [Fact]
    public async Task What_stands_there_already_is_not_written_again()
    {
        var first = await Publisher.PublishAsync([Policies.Source(Policies.Acl1), Policies.Source(Policies.Agl1)]);
        var again = await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        Assert.True(again.Difference.IsEmpty);
        Assert.Equal(first.Zxid, again.Zxid);
        Assert.Equal(0, (await _client.ExistsAsync("/a/b/Proxy/Acls/Acl1")).Stat!.Value.Version);
        var partly = await Publisher.PublishAsync([Policies.Source(Policies.Acl1), Policies.Source(Policies.Agl1.Replace("queue", "drop", StringComparison.Ordinal))]);
        Assert.Equal("Agl1", Assert.Single(partly.Difference.Policies).Policy);
        Assert.Equal(0, (await _client.ExistsAsync("/a/b/Proxy/Acls/Acl1")).Stat!.Value.Version);
    }

    [Fact]
    public async Task A_set_with_errors_is_refused_with_all_of_them_and_nothing_is_written()
    {
        var error = await Assert.ThrowsAsync<PolicyException>(() => Publisher.PublishAsync(
            [Policies.Source(Policies.Acl1), Policies.Source(Policies.Acl("Acl2", Policies.Route(7, 8, "x", "vip = ")))]));
        Assert.Equal(PolicyErrorIds.Refused, error.ErrorId);
        Assert.Equal(PolicyErrorIds.WhenSyntax, Assert.Single(error.Findings).ErrorId);
        Assert.Contains("Acl2(1,", error.Message, StringComparison.Ordinal);
        Assert.False((await _client.ExistsAsync("/a")).Exists);
    }

    [Fact]
    public async Task A_plan_writes_nothing_and_says_what_would_be()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        var plan = await Publisher.PlanPublishAsync([Policies.Source(Policies.Acl1.Replace("50000", "60000", StringComparison.Ordinal).Replace("50001", "60001", StringComparison.Ordinal))]);
        Assert.Equal("50001–60000: BL2 when platform = 'ios' and retries < 3, else BL3 → BL1", Assert.Single(plan.Difference!.Moves).ToString());
        Assert.Equal(0, (await _client.ExistsAsync("/a/b/Proxy/Acls/Acl1")).Stat!.Value.Version);
        var removal = await Publisher.PlanRemoveAsync(["Acl1"]);
        Assert.Equal(4, removal.Difference!.Moves.Count);
        Assert.True((await _client.ExistsAsync("/a/b/Proxy/Acls/Acl1")).Exists);
    }

    [Fact]
    public async Task What_other_tools_left_at_the_parents_stays()
    {
        await _client.CreateAsync("/a/b/Proxy/Acls", "mine"u8.ToArray(), options: new ZkCreateOptions { CreateParents = true });
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        Assert.Equal("mine"u8.ToArray(), (await _client.GetAsync("/a/b/Proxy/Acls")).Data.ToArray());
    }

    [Fact]
    public async Task Removing_what_is_not_there_is_an_error()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        var error = await Assert.ThrowsAsync<PolicyException>(() => Publisher.RemoveAsync(["Acl1", "Acl2"]));
        Assert.Equal(PolicyErrorIds.Unknown, error.ErrorId);
        Assert.Contains("'Acl2'", error.Message, StringComparison.Ordinal);
        Assert.True((await _client.ExistsAsync("/a/b/Proxy/Acls/Acl1")).Exists);
    }

    [Fact]
    public async Task A_removal_that_leaves_a_bad_set_is_refused_and_one_that_mends_it_is_not()
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        await _client.CreateAsync("/a/b/Proxy/Acls/Acl2", Policies.Bytes("<acl"));
        Assert.Equal(PolicyErrorIds.Refused, (await Assert.ThrowsAsync<PolicyException>(() => Publisher.RemoveAsync(["Acl1"]))).ErrorId);
        var removed = await Publisher.RemoveAsync(["Acl2"]);
        Assert.Equal("Acl1", Assert.Single(removed.Set.Documents).Name);
    }

    [Fact]
    public async Task Targets_that_nobody_provides_are_warned_of()
    {
        await _client.CreateAsync("/service/push/BL1/instance", options: new ZkCreateOptions { CreateParents = true });
        await _client.CreateAsync("/service/push/BL2", mode: CreateMode.Ephemeral);
        await _client.CreateAsync("/service/push/BL3");
        var publisher = new PolicyPublisher(_client, new PolicyPublisherOptions { Type = Type, ServicesPath = "/service/push" });
        var plan = await publisher.PlanPublishAsync([Policies.Source(Policies.Acl1)]);
        var finding = Assert.Single(plan.Findings);
        Assert.Equal((PolicyErrorIds.TargetUnprovided, PolicySeverity.Warning, "Acl1", 4), (finding.ErrorId, finding.Severity, finding.Policy, finding.Line));
        Assert.Contains("'BL3'", finding.Message, StringComparison.Ordinal);
        Assert.True(plan.IsValid);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_reply_is_found_out_about(bool isDone)
    {
        await Publisher.PublishAsync([Policies.Source(Policies.Acl1)]);
        using (isDone ? _server.Faults.DropConnectionBeforeReplyTo(OpCode.Multi) : _server.Faults.DropConnectionBefore(OpCode.Multi))
        {
            var published = await Publisher.PublishAsync([Policies.Source(Policies.Agl1)]);
            Assert.Equal("Agl1", Assert.Single(published.Difference.Policies).Policy);
        }

        Assert.Equal(0, (await _client.ExistsAsync("/a/b/Proxy/Agls/Agl1")).Stat!.Value.Version);
    }
}
