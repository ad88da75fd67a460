using System.Text.Json;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class DeployCommandsTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task PublishWait_EveryAgentSucceeds_EndsDoneWithALineForEach()
    {
        var path = server.FreshPath();
        await using var one = await StartAsync(path, "one");
        await using var two = await StartAsync(path, "two");

        var run = await PublishAsync(path, _repository.Head, "--wait", "--timeout", "60s");

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("published ", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.StartsWith($"one  succeeded  {_repository.Head[..12]}  ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith($"two  succeeded  {_repository.Head[..12]}  ", StringComparison.Ordinal));
        Assert.Equal("succeeded: 2 succeeded", run.Lines[^1]);
        Assert.Equal(_repository.Head, GitRepository.Git(Path.Combine(two.Root, "app"), "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task PublishWait_Json_IsThePublishAndThenTheEnd()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one");

        var run = await PublishAsync(path, _repository.Head, "--wait", "--timeout", "60s", "--json");

        var objects = run.JsonLines.ToList();
        Assert.Equal(["published", "status"], objects.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(["event", "path", "deployId", "url", "commitId", "relativePath", "version", "zxid"], Names(objects[0]));
        Assert.Equal("succeeded", objects[1].GetProperty("outcome").GetString());
        Assert.Equal(objects[0].GetProperty("deployId").GetString(), objects[1].GetProperty("deployId").GetString());
    }

    [Fact]
    public async Task PublishWait_CommitThatDoesNotExist_FailsNamingAgentAndReason()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one");

        var run = await PublishAsync(path, new string('a', 40), "--wait", "--timeout", "60s");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("one: ZkDeployCommitMissing", run.Error, StringComparison.Ordinal);
        Assert.Contains("ZkDeployCommitMissing  one\n", run.Out, StringComparison.Ordinal);
        Assert.Contains(new string('a', 40), run.Out[run.Out.LastIndexOf("ZkDeployCommitMissing", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.EndsWith("[ZkDeployFailed]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishWait_NobodyThere_FailsAfterTheTimeSayingSo()
    {
        var path = server.FreshPath();

        var run = await PublishAsync(path, _repository.Head, "--wait", "--timeout", "500ms");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains($"no agent is registered below {path}/agents", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkTimeout]\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "d", "is not a full commit id")]
    [InlineData("--upload-pack=x", "d", "'--upload-pack=x' is not a full commit id")]
    [InlineData("0123456789012345678901234567890123456789", "../d", "'../d'")]
    [InlineData("0123456789012345678901234567890123456789", "/etc", "'/etc'")]
    public async Task Publish_BadManifest_IsRefusedAndNothingIsWritten(string commit, string relativePath, string why)
    {
        var path = server.FreshPath();

        var run = await server.RunAsync("deploy", "publish", "--path", path, "--url", _repository.Url, $"--commit={commit}", "--relative-path", relativePath);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.False((await server.Client.ExistsAsync(path)).Exists);
    }

    [Fact]
    public async Task Publish_UrlWithAPassword_NeverShowsIt()
    {
        var run = await server.RunAsync(
            "deploy", "publish", "--path", server.FreshPath(), "--url", "https://ann:hunter2@example.invalid/r.git", "--commit", _repository.Head, "--relative-path", "d");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_AfterADeploy_ShowsAgentsAndCommit()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one");
        await PublishAsync(path, _repository.Head, "--wait", "--timeout", "60s");

        var plain = await server.RunAsync("deploy", "status", "--path", path);
        var json = (await server.RunAsync("deploy", "status", "--path", path, "--json")).Json;

        Assert.Equal(ExitCodes.Done, plain.ExitCode);
        Assert.Matches($@"(?m)^  one    {_repository.Head[..8]}  {_repository.Head[..8]}  succeeded  \d+\.\d\d$", plain.Out);
        Assert.Equal(["event", "path", "deployId", "outcome", "url", "commitId", "relativePath", "version", "zxid", "problems", "halt", "agents"], Names(json));
        var row = json.GetProperty("agents").EnumerateArray().Single();
        Assert.Equal(["agent", "host", "state", "wanted", "running", "seconds", "errorId", "error", "isPresent", "isClean", "at"], Names(row));
        Assert.Equal(_repository.Head, row.GetProperty("running").GetString());
        Assert.True(row.GetProperty("isClean").GetBoolean());
    }

    [Fact]
    public async Task Status_BrokenManifest_NamesEachProblem()
    {
        var path = await server.CreateAsync("{\"url\":\"x\"");
        await using var agent = await StartAsync(path, "one");

        var run = await server.RunAsync("deploy", "status", "--path", path);
        var json = (await server.RunAsync("deploy", "status", "--path", path, "--json")).Json;

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("[ZkDeployManifestNotJson]", run.Out, StringComparison.Ordinal);
        Assert.Equal("invalid", json.GetProperty("outcome").GetString());
        Assert.Equal("ZkDeployManifestNotJson", json.GetProperty("problems")[0].GetProperty("errorId").GetString());
    }

    [Fact]
    public async Task Status_PathWithNothing_FailsAskingForTheRightOne()
    {
        var run = await server.RunAsync("deploy", "status", "--path", server.FreshPath());

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("right path", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_BareManifestOfAnotherTool_IsDeployed()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one", "--json");
        var bare = JsonSerializer.Serialize(new { url = _repository.Url, commitId = _repository.Older, relativePath = "shop/web" });

        await server.RunAsync("set", path, bare, "--create");
        await agent.Out.UntilAsync("\"event\":\"deploySucceeded\"");

        Assert.Equal(_repository.Older, GitRepository.Git(Path.Combine(agent.Root, "shop", "web"), "rev-parse", "HEAD"));
        var line = JsonDocument.Parse(agent.Out.ToString().Split('\n').First(text => text.Contains("deploySucceeded", StringComparison.Ordinal))).RootElement;
        Assert.Equal(["at", "event", "agent", "deployId", "state", "commitId", "seconds", "errorId", "message"], Names(line));
        Assert.Equal(_repository.Older, line.GetProperty("commitId").GetString());
    }

    [Fact]
    public async Task Agent_WithoutZooKeeper_SaysSoAndWaits()
    {
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var running = CliRun.OfAsync(captured, stop, "deploy", "agent", "--connect", "127.0.0.1:1", "--path", "/p", "--root", Root("alone"));

        await captured.Error.UntilAsync("no server of 127.0.0.1:1 can be reached yet");
        stop.Stop(15);

        Assert.Equal(ExitCodes.Done, (await running).ExitCode);
    }

    [Fact]
    public async Task Agent_RefusedCredentials_EndsFailed()
    {
        using var stop = StopSignals.None();

        var run = await CliRun.OfAsync(
            new CapturedHost(), stop, "deploy", "agent", "--connect", server.Connect, "--path", "/p", "--root", Root("refused"), "--auth", "nosuchscheme:x");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkAuthFailed]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_Stopped_EndsDoneAndItsPresenceIsGone()
    {
        var path = server.FreshPath();
        var agent = await StartAsync(path, "one");
        Assert.True((await server.Client.ExistsAsync(path / "agents" / "one")).Exists);

        var run = await agent.StopAsync();

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.False((await server.Client.ExistsAsync(path / "agents" / "one")).Exists);
    }

    [Fact]
    public async Task Agent_StateDirectoryOfARunningOne_FailsSayingSo()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one");

        var run = await server.RunAsync("deploy", "agent", "--path", path, "--root", agent.Root, "--id", "two");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkDeployStateDirectoryInUse]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_SchemeNotAllowed_RefusesByName()
    {
        var path = server.FreshPath();
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var running = CliRun.OfAsync(captured, stop, "deploy", "agent", "--connect", server.Connect, "--path", path, "--root", Root("strict"), "--id", "strict");

        await PublishAsync(path, _repository.Head);
        await captured.Out.UntilAsync("[ZkDeploySchemeNotAllowed]");
        stop.Stop(15);

        Assert.Equal(ExitCodes.Done, (await running).ExitCode);
    }

    [Fact]
    public async Task Undo_AfterADeployThatFailed_GoesBackToTheGoodOne()
    {
        var path = server.FreshPath();
        await using var agent = await StartAsync(path, "one");
        await PublishAsync(path, _repository.Older, "--wait", "--timeout", "60s");
        await PublishAsync(path, new string('a', 40), "--wait", "--timeout", "60s");

        var run = await server.RunAsync("deploy", "undo", "--path", path, "--wait", "--timeout", "60s");
        var again = await server.RunAsync("deploy", "undo", "--path", path);

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("undid ", run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("succeeded: 1 succeeded", run.Lines[^1]);
        Assert.Equal(_repository.Older, GitRepository.Git(Path.Combine(agent.Root, "app"), "rev-parse", "HEAD"));
        Assert.Equal(ExitCodes.Failed, again.ExitCode);
        Assert.EndsWith("[ZkDeployNothingToUndo]\n", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyNew_ThenPublishWithIt_WritesASignedManifest()
    {
        var path = server.FreshPath();
        var file = Path.Combine(_repository.Directory, "deploy.key");

        var made = await CliRun.OfAsync("deploy", "key", "new", file, "--json");
        var twice = await CliRun.OfAsync("deploy", "key", "new", file);
        var published = await PublishAsync(path, _repository.Head, "--sign-key", file);
        var signature = JsonDocument.Parse((await server.Client.GetAsync(path)).Data).RootElement.GetProperty("signature");

        Assert.Equal((ExitCodes.Done, ExitCodes.Failed, ExitCodes.Done), (made.ExitCode, twice.ExitCode, published.ExitCode));
        Assert.EndsWith("[ZkDeployKeyInvalid]\n", twice.Error, StringComparison.Ordinal);
        Assert.Equal(made.Json.GetProperty("keyId").GetString(), signature.GetProperty("keyId").GetString());
        Assert.Equal(path.Value, signature.GetProperty("path").GetString());
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);

    private string Root(string id) => Path.Combine(_repository.Directory, id);

    private Task<RunningAgent> StartAsync(ZkPath path, string id, params string[] options) => RunningAgent.StartAsync(server.Connect, path, Root(id), id, options);

    private Task<CliRun> PublishAsync(ZkPath path, string commit, params string[] options) => server.RunAsync(
        ["deploy", "publish", "--path", path, "--url", _repository.Url, "--commit", commit, "--relative-path", "app", .. options]);
}
