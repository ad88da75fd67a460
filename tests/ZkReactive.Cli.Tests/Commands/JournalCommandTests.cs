using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class JournalCommandTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly GitRepository _repository = new();

    private string Root => Path.Combine(_repository.Directory, "one");

    private string StateDirectory => Path.Combine(Root, ".zkreactive");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Journal_OfADeploy_TellsIntentBeforeOutcomeInLines()
    {
        var path = server.FreshPath().Value;
        await DeployAsync(path);

        var run = await CliRun.OfAsync("journal", "--state-dir", StateDirectory);

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        var kinds = run.Lines.Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim()).ToList();
        string[] order = ["AgentStarted", "ManifestSeen", "DeployStarted", "StepStarted", "DeploySucceeded", "ResultWritten", "AgentStopped"];
        Assert.Equal(order, order.OrderBy(kinds.IndexOf));
        Assert.DoesNotContain(order, kind => !kinds.Contains(kind));
        Assert.Contains(run.Lines, line => line.Contains($"running {_repository.Head}, tree clean", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Journal_KindAndJson_IsOneObjectALine()
    {
        var path = server.FreshPath().Value;
        await DeployAsync(path);

        var run = await CliRun.OfAsync("journal", "--state-dir", StateDirectory, "--kind", "DeploySucceeded", "--since", "1h", "--json");

        var only = Assert.Single(run.JsonLines.ToList());
        Assert.Equal(("DeploySucceeded", path), (only.GetProperty("kind").GetString(), only.GetProperty("stream").GetString()));
        Assert.Equal(_repository.Head, only.GetProperty("payload").GetProperty("commitId").GetString());
        var none = await CliRun.OfAsync("journal", "--state-dir", StateDirectory, "--deploy-id", "nosuch");
        Assert.Equal((ExitCodes.Done, ""), (none.ExitCode, none.Out));
    }

    [Fact]
    public async Task Journal_AsOf_IsWhatRanThen()
    {
        await DeployAsync(server.FreshPath().Value);

        var now = await CliRun.OfAsync("journal", "--state-dir", StateDirectory, "--as-of", "2999-01-01T00:00:00Z");
        var before = await CliRun.OfAsync("journal", "--state-dir", StateDirectory, "--as-of", "2001-01-01T00:00:00Z", "--json");

        Assert.Contains($"running     {_repository.Head}", now.Out, StringComparison.Ordinal);
        Assert.Contains("state       succeeded", now.Out, StringComparison.Ordinal);
        Assert.Equal("pending", before.Json.GetProperty("phase").GetString());
        Assert.False(before.Json.TryGetProperty("running", out _));
    }

    [Fact]
    public async Task Journal_Follow_GoesOnWithWhatARunningAgentWrites()
    {
        var path = server.FreshPath().Value;
        await using var agent = await RunningAgent.StartAsync(server.Connect, path, Root, "one");
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var following = CliRun.OfAsync(captured, stop, "journal", "--state-dir", StateDirectory, "--follow");
        await captured.Out.UntilAsync(text => text.Contains("PresenceRegistered", StringComparison.Ordinal));
        await PublishAsync(path);
        await captured.Out.UntilAsync(text => text.Contains("DeploySucceeded", StringComparison.Ordinal));
        stop.Stop(2);
        Assert.Equal(ExitCodes.Done, (await following).ExitCode);
    }

    [Fact]
    public async Task Journal_NoJournalThere_FailsNamingTheFile()
    {
        var run = await CliRun.OfAsync("journal", "--state-dir", StateDirectory);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains(Path.Combine(StateDirectory, "journal.db"), run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkJournalUnavailable]\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "yesterday")]
    [InlineData("--as-of", "1h", "--follow")]
    public async Task Journal_BadUsage_IsRefused(params string[] options) =>
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(["journal", "--state-dir", StateDirectory, .. options])).ExitCode);

    private async Task DeployAsync(string path)
    {
        await using var agent = await RunningAgent.StartAsync(server.Connect, path, Root, "one");
        await PublishAsync(path);
    }

    private async Task PublishAsync(string path) => Assert.Equal(
        ExitCodes.Done,
        (await CliRun.OfAsync(
            "deploy", "publish", "--connect", server.Connect, "--path", path, "--url", _repository.Url, "--commit", _repository.Head, "--relative-path", "app", "--wait", "--timeout", "90s")).ExitCode);
}
