using System.Text;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>Undo, history and plan, with results written as agents write them.</summary>
public sealed class DeployUndoTests : IAsyncLifetime
{
    private static readonly DeployPublisherOptions Options = new();
    private static readonly string A = new('a', 40);
    private static readonly string B = new('b', 40);
    private static readonly string C = new('c', 40);
    private ZkServer _server = null!;
    private IZkClient _client = null!;

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
    public async Task Goes_back_to_the_last_deploy_that_succeeded_everywhere()
    {
        var good = await PublishAsync(A, "succeeded", "succeeded");
        await PublishAsync(B, "succeeded", "failed");
        var bad = await PublishAsync(C, "failed");
        var plan = await DeployUndo.FindAsync(_client, Options);
        Assert.Equal((bad, C, good, A), (plan.Undone, plan.From, plan.BackTo, plan.To));
        var published = await DeployUndo.PublishAsync(_client, Options, plan);
        Assert.Equal((A, $"undo of {bad}: back to {good}"), (published.Manifest.CommitId, published.Manifest.Note));
        Assert.NotEqual(good, published.DeployId);
        Assert.Equal(published.DeployId, (await DeployStatusReader.ReadAsync(_client, Options.Path)).DeployId);
    }

    [Fact]
    public async Task Keeps_what_steers_the_agents_but_the_canaries()
    {
        var manifest = Manifest(A) with { Mode = DeployMode.InPlace, PostDeploy = new("reload", ["now"]), HealthCheck = new() { Tcp = "localhost:80" }, Strategy = new() { Canary = 1 } };
        await PublishAsync(manifest, "succeeded");
        await PublishAsync(B, "failed");
        var published = await UndoAsync();
        Assert.Equal((DeployMode.InPlace, "reload", "localhost:80", null), (published.Manifest.Mode, published.Manifest.PostDeploy!.Command, published.Manifest.HealthCheck!.Tcp, published.Manifest.Strategy));
    }

    [Fact]
    public async Task Keeps_how_many_are_at_work_at_once_and_drops_what_tries_a_deploy_out()
    {
        await PublishAsync(Manifest(A) with { Strategy = new() { Canary = 1, SoakSeconds = 60, MaxFailures = 0, BatchSize = 5, TimeoutSeconds = 90, SplaySeconds = 3 } }, "succeeded");
        await PublishAsync(B, "failed");
        Assert.Equal(new() { BatchSize = 5, TimeoutSeconds = 90, SplaySeconds = 3 }, (await UndoAsync()).Manifest.Strategy);
    }

    [Fact]
    public async Task At_once_it_has_no_strategy()
    {
        await PublishAsync(Manifest(A) with { Strategy = new() { BatchSize = 5 } }, "succeeded");
        await PublishAsync(B, "failed");
        var plan = await DeployUndo.FindAsync(_client, Options);
        Assert.Null((await DeployUndo.PublishAsync(_client, Options, plan with { IsAtOnce = true })).Manifest.Strategy);
    }

    [Fact]
    public async Task A_secret_in_the_url_is_published_again_and_never_shown()
    {
        await PublishAsync(Manifest(A) with { Url = "https://ann:hunter2@example.org/app.git" }, "succeeded");
        await PublishAsync(B, "failed");
        var plan = await DeployUndo.FindAsync(_client, Options);
        await DeployUndo.PublishAsync(_client, Options, plan);
        Assert.DoesNotContain("hunter2", plan.ToString() + plan.Shown, StringComparison.Ordinal);
        Assert.Contains("hunter2", Encoding.UTF8.GetString((await _client.GetAsync(Options.Path)).Data.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undone_twice_it_does_not_go_to_the_deploy_that_failed()
    {
        await PublishAsync(A, "succeeded");
        await PublishAsync(B, "failed");
        await ReportAsync((await UndoAsync()).DeployId, A, "succeeded");
        Assert.Equal(DeployErrorIds.NothingToUndo, await FailsAsync());
    }

    [Fact]
    public async Task The_same_commit_published_again_is_passed_over()
    {
        await PublishAsync(A, "succeeded");
        await PublishAsync(B, "succeeded");
        await PublishAsync(B, "failed");
        Assert.Equal(A, (await DeployUndo.FindAsync(_client, Options)).To);
    }

    [Fact]
    public async Task A_manifest_that_nobody_can_read_is_undone_too()
    {
        await PublishAsync(A, "succeeded");
        await _client.SetAsync(Options.Path, "{"u8.ToArray(), NodeVersion.Any);
        Assert.Equal(A, (await UndoAsync()).Manifest.CommitId);
    }

    [Fact]
    public async Task Without_a_good_one_it_says_why_each_was_passed_over()
    {
        var failed = await PublishAsync(A, "failed");
        var silent = await PublishAsync(B);
        var wrong = await PublishAsync(C, "succeeded");
        await ReportAsync(wrong, A, "succeeded");
        await PublishAsync(new string('d', 40), "failed");
        var error = await Assert.ThrowsAsync<DeployException>(() => DeployUndo.FindAsync(_client, Options));
        Assert.Equal(DeployErrorIds.NothingToUndo, error.ErrorId);
        Assert.Contains($"{failed} (1 of 1 agents did not succeed)", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{silent} (no agent reported)", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{wrong} (1 of 1 agents did not succeed)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_manifest_there_is_nothing_to_undo() => Assert.Equal(DeployErrorIds.DeployUnknown, await FailsAsync());

    [Fact]
    public async Task What_is_published_in_between_stands()
    {
        await PublishAsync(A, "succeeded");
        await PublishAsync(B, "failed");
        var plan = await DeployUndo.FindAsync(_client, Options);
        var newer = await PublishAsync(C, "succeeded");
        var error = await Assert.ThrowsAsync<DeployException>(() => DeployUndo.PublishAsync(_client, Options, plan));
        Assert.Equal((DeployErrorIds.PublishConflict, newer), (error.ErrorId, (await DeployStatusReader.ReadAsync(_client, Options.Path)).DeployId));
    }

    [Fact]
    public async Task A_signed_deploy_is_undone_only_with_a_key_and_under_a_higher_number()
    {
        using var key = DeploySigningKey.Create();
        var signed = Options with { SigningKey = key };
        await PublishAsync(Manifest(A), signed, "succeeded");
        await PublishAsync(Manifest(B), signed, "failed");
        var before = (await _client.GetAsync(Options.Path)).Data;
        Assert.Equal(DeployErrorIds.SigningKeyNeeded, await FailsAsync());
        var published = await DeployUndo.PublishAsync(_client, signed, await DeployUndo.FindAsync(_client, signed));
        Assert.True(published.Manifest.Signature!.Sequence > DeployManifestJson.Read(before.Span).Manifest!.Signature!.Sequence);
        var data = (await _client.GetAsync(Options.Path)).Data;
        Assert.True(DeployTrust.Check(data, DeployManifestJson.Read(data.Span).Manifest!, Options.Path, DeployTrustedKeys.Of(key.PublicKey), null).IsGood);
    }

    [Fact]
    public async Task History_is_told_newest_first_with_how_each_ended()
    {
        var first = await PublishAsync(A, "succeeded", "succeeded");
        var second = await PublishAsync(B, "succeeded", "failed");
        var third = await PublishAsync(C, "failed");
        var history = await DeployHistoryReader.ReadAsync(_client, Options.Path);
        Assert.Equal([third, second, first], history.Select(deploy => deploy.DeployId));
        Assert.Equal([DeployOutcome.Failed, DeployOutcome.Failed, DeployOutcome.Succeeded], history.Select(deploy => deploy.Outcome));
        Assert.Equal([1, 2, 2], history.Select(deploy => deploy.Agents.Count));
        Assert.Equal([third, second], (await DeployHistoryReader.ReadAsync(_client, Options.Path, 2)).Select(deploy => deploy.DeployId));
        Assert.Empty(await DeployHistoryReader.ReadAsync(_client, ZkPath.Parse("/nothing/here")));
    }

    [Fact]
    public async Task Plan_tells_what_each_agent_that_is_there_would_change()
    {
        Assert.EndsWith("; no agent is registered", (await DeployPlan.ReadAsync(_client, Options.Path, B)).ToString(), StringComparison.Ordinal);
        await PublishAsync(A, "succeeded");
        await PresentAsync("web1", A);
        await PresentAsync("web10", B);
        await PresentAsync("web2", null);
        var plan = await DeployPlan.ReadAsync(_client, Options.Path, B.ToUpperInvariant());
        Assert.Equal(
            $"Deploy commit {B} to {Options.Path}:\n  web1   aaaaaaaaaa -> bbbbbbbbbb\n  web10  bbbbbbbbbb    no change\n  web2   nothing    -> bbbbbbbbbb",
            plan.ToString());
    }

    [Fact]
    public void Changes_are_the_agents_that_stand_differently()
    {
        var a = new DeployAgentStatus { Path = Options.Path, Agent = "a", State = DeployAgentState.Pending, IsPresent = true };
        var b = a with { Agent = "b" };
        var start = new DeployStatus { Path = Options.Path, DeployId = "1", Agents = [a, b] };
        Assert.Equal(["a", "b"], Names(null, start));
        Assert.Empty(Names(start, start));
        Assert.Equal(["b"], Names(start, start with { Agents = [a, b with { State = DeployAgentState.Fetching }] }));
        Assert.Equal(["a", "b"], Names(start, start with { DeployId = "2" }));
        var gone = Assert.Single(DeployAgentChange.Between(start, start with { Agents = [a] }));
        Assert.Equal(("b", false), (gone.Agent.Agent, gone.Agent.IsPresent));

        static IEnumerable<string> Names(DeployStatus? before, DeployStatus now) => DeployAgentChange.Between(before, now).Select(change => change.Agent.Agent);
    }

    private static DeployManifest Manifest(string commit) => new() { Url = "https://example.org/app.git", CommitId = commit, RelativePath = "app" };

    private Task<string> PublishAsync(string commit, params string[] states) => PublishAsync(Manifest(commit), Options, states);

    private Task<string> PublishAsync(DeployManifest manifest, params string[] states) => PublishAsync(manifest, Options, states);

    private async Task<string> PublishAsync(DeployManifest manifest, DeployPublisherOptions options, params string[] states)
    {
        var published = await new DeployPublisher(_client, options).PublishAsync(manifest);
        await ReportAsync(published.DeployId, manifest.CommitId, states);
        return published.DeployId;
    }

    private async Task ReportAsync(string deployId, string commit, params string[] states)
    {
        for (var number = 1; number <= states.Length; number++)
        {
            var node = new DeployNodes(Options.Path).Result(deployId, $"web{number}");
            var data = Encoding.UTF8.GetBytes($$"""{"state":"{{states[number - 1]}}","commitId":"{{commit}}"}""");
            if ((await _client.ExistsAsync(node)).Exists) await _client.SetAsync(node, data, NodeVersion.Any);
            else await _client.CreateAsync(node, data);
        }
    }

    private async Task PresentAsync(string agent, string? running) => await _client.CreateAsync(
        new DeployNodes(Options.Path).Agent(agent),
        Encoding.UTF8.GetBytes(running is null ? """{"state":"pending"}""" : $$"""{"state":"succeeded","commitId":"{{running}}"}"""),
        options: new ZkCreateOptions { CreateParents = true });

    private async Task<PublishedDeploy> UndoAsync() => await DeployUndo.PublishAsync(_client, Options, await DeployUndo.FindAsync(_client, Options));

    private async Task<string> FailsAsync() => (await Assert.ThrowsAsync<DeployException>(() => DeployUndo.FindAsync(_client, Options))).ErrorId;
}
