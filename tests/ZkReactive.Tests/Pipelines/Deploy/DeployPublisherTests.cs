using System.Text;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy;

public sealed class DeployPublisherTests : IAsyncLifetime
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private static readonly DeployNodes Nodes = new(DeployFleet.Config);
    private static readonly DeployManifest Manifest = new() { Url = "https://example.org/app.git", CommitId = Sha, RelativePath = "app" };
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    private DeployPublisher Publisher => new(_client, new DeployPublisherOptions());

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await DeployFleet.ConnectAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task First_use_makes_manifest_entry_and_results_in_one_transaction()
    {
        var published = await Publisher.PublishAsync(Manifest);
        var node = await _client.GetAsync(DeployFleet.Config);
        var entry = await _client.GetAsync(Nodes.Deploy(published.DeployId));
        var results = await _client.ExistsAsync(Nodes.Results(published.DeployId));
        Assert.Equal(node.Data.ToArray(), entry.Data.ToArray());
        Assert.Equal((published.Zxid, published.Zxid, published.Zxid), (node.Stat.Mzxid, entry.Stat.Czxid, results.Stat!.Value.Czxid));
        Assert.Equal(new NodeVersion(node.Stat.Version), published.Version);
        var read = DeployManifestJson.Read(node.Data.Span).Manifest!;
        Assert.Equal(published.Manifest, read);
        Assert.Equal((published.DeployId, true, true), (read.DeployId, read.PublishedBy is not null, read.PublishedAt is not null));
        Assert.StartsWith($$"""{"url":"https://example.org/app.git","commitId":"{{Sha}}","relativePath":"app",""", Encoding.UTF8.GetString(node.Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_node_of_another_tool_is_taken_over()
    {
        await _client.CreateAsync(DeployFleet.Config, "old"u8.ToArray(), options: new ZkCreateOptions { CreateParents = true });
        var published = await Publisher.PublishAsync(Manifest);
        Assert.Equal(new NodeVersion(1), published.Version);
    }

    [Fact]
    public async Task The_same_content_twice_is_two_deploys()
    {
        var first = await Publisher.PublishAsync(Manifest);
        var second = await Publisher.PublishAsync(Manifest);
        Assert.NotEqual(first.DeployId, second.DeployId);
        Assert.True(second.Zxid > first.Zxid);
    }

    [Fact]
    public async Task Only_the_newest_twenty_are_kept_with_their_results_gone_too()
    {
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add((await Publisher.PublishAsync(Manifest)).DeployId);
            await _client.CreateAsync(Nodes.Result(ids[^1], "a1"));
        }

        Assert.Equal(ids.TakeLast(20).Order(StringComparer.Ordinal), (await _client.GetChildrenAsync(Nodes.Deploys)).Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_publish_whose_reply_is_lost_happens_exactly_once(bool isDone)
    {
        await Publisher.PublishAsync(Manifest);
        var before = (await _client.GetAsync(DeployFleet.Config)).Stat;
        using (isDone ? _server.Faults.DropConnectionBeforeReplyTo(OpCode.Multi) : _server.Faults.DropConnectionBefore(OpCode.Multi))
        {
            var published = await Publisher.PublishAsync(Manifest).WaitAsync(DeployFleet.Deadline);
            var after = await _client.GetAsync(DeployFleet.Config);
            Assert.Equal(before.Version + 1, after.Stat.Version);
            Assert.Equal((after.Stat.Mzxid, new NodeVersion(after.Stat.Version)), (published.Zxid, published.Version));
            Assert.Equal(2, (await _client.GetChildrenAsync(Nodes.Deploys)).Names.Count);
        }
    }

    [Fact]
    public async Task Publishers_at_the_same_time_all_publish()
    {
        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Publisher.PublishAsync(Manifest with { Note = $"{i}" }))).WaitAsync(DeployFleet.Deadline);
        Assert.Equal(8, published.Select(deploy => deploy.Zxid).Distinct().Count());
        Assert.Equal(8, (await _client.GetChildrenAsync(Nodes.Deploys)).Names.Count);
        var last = published.MaxBy(deploy => deploy.Zxid)!;
        Assert.Equal(last.Manifest, DeployManifestJson.Read((await _client.GetAsync(DeployFleet.Config)).Data.Span).Manifest);
    }

    [Fact]
    public async Task A_deploy_id_of_another_deploy_is_refused_and_the_same_request_again_is_the_same_deploy()
    {
        var mine = Manifest with { DeployId = "release-7", PublishedAt = DateTimeOffset.UnixEpoch };
        var first = await Publisher.PublishAsync(mine);
        Assert.Equal(first.Zxid, (await Publisher.PublishAsync(mine)).Zxid);
        var refused = await Assert.ThrowsAsync<DeployException>(() => Publisher.PublishAsync(mine with { RelativePath = "other" }));
        Assert.Equal(DeployErrorIds.DeployIdTaken, refused.ErrorId);
    }

    [Fact]
    public async Task A_manifest_that_breaks_the_rules_is_never_written()
    {
        var refused = await Assert.ThrowsAsync<DeployException>(() => Publisher.PublishAsync(Manifest with { Url = "ext::sh", CommitId = "main", RelativePath = "../x" }));
        Assert.Equal(["url", "commitId", "relativePath"], refused.Problems.Select(problem => problem.Field));
        Assert.False((await _client.ExistsAsync(DeployFleet.Config)).Exists);
    }

    [Fact]
    public async Task A_manifest_right_below_the_root_works_too()
    {
        var publisher = new DeployPublisher(_client, new DeployPublisherOptions { Path = "/config" });
        Assert.Equal((await publisher.PublishAsync(Manifest)).Zxid, (await _client.GetAsync("/config")).Stat.Mzxid);
    }
}
