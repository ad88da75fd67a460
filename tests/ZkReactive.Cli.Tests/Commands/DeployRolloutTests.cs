using System.Text.Json;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class DeployRolloutTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Publish_WithEveryOption_WritesThemIntoTheManifest()
    {
        var path = server.FreshPath();

        var run = await PublishAsync(
            path,
            "--canary", "2", "--batch-size", "20", "--max-failures", "3", "--soak", "90s", "--agent-timeout", "10m", "--splay", "500ms",
            "--post-deploy", "./restart.sh", "--post-deploy-argument", "a b", "--post-deploy-argument", "c",
            "--health-command", "check", "--health-argument", "d", "--health-timeout", "5s");

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        var read = await server.RunAsync(["get", path]);
        var manifest = DeployManifestJson.Read(System.Text.Encoding.UTF8.GetBytes(read.Out)).Manifest!;
        Assert.Equal(new DeployStrategy { Canary = 2, BatchSize = 20, MaxFailures = 3, SoakSeconds = 90, TimeoutSeconds = 600, SplaySeconds = 0.5 }, manifest.Strategy);
        Assert.Equal(new DeployPostDeploy("./restart.sh", ["a b", "c"]), manifest.PostDeploy);
        Assert.Equal(new DeployHealthCheck { Command = "check", Arguments = ["d"], TimeoutSeconds = 5 }, manifest.HealthCheck);
    }

    [Theory]
    [InlineData("--soak is how long the canaries are watched", "--soak", "5s")]
    [InlineData("Give one of", "--health-tcp", "a:1", "--health-http", "http://a/")]
    [InlineData("--health-timeout goes with", "--health-timeout", "5s")]
    [InlineData("--health-argument goes with", "--health-argument", "a")]
    [InlineData("--post-deploy-argument goes with", "--post-deploy-argument", "a")]
    [InlineData("'0' is not a number of 1 or more", "--batch-size", "0")]
    public async Task Publish_OptionsThatDoNotGoTogether_IsUsage(string expected, params string[] options)
    {
        var run = await PublishAsync(server.FreshPath(), options);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishWait_ACanaryThatFailsItsCheck_FailsAsHaltedWithTheAgentsWords()
    {
        var path = server.FreshPath();
        await using var one = await StartAsync(path, "one");
        await using var two = await StartAsync(path, "two");

        var run = await PublishAsync(path, "--canary", "1", "--post-deploy", "sh", "--post-deploy-argument=-c", "--post-deploy-argument", "echo it broke; exit 3", "--wait", "--timeout", "60s");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("ended halted", run.Error, StringComparison.Ordinal);
        Assert.Contains("it broke", run.Out, StringComparison.Ordinal);
        Assert.Contains("halted by agent", run.Out, StringComparison.Ordinal);
        var status = await server.RunAsync(["deploy", "status", "--path", path, "--json"]);
        var json = JsonDocument.Parse(status.Out).RootElement;
        Assert.Equal("halted", json.GetProperty("outcome").GetString());
        Assert.StartsWith("1 agent failed", json.GetProperty("halt").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private Task<RunningAgent> StartAsync(ZkPath path, string id) =>
        RunningAgent.StartAsync(server.Connect, path, Path.Combine(_repository.Directory, id), id, "--allow-commands", "always");

    private Task<CliRun> PublishAsync(ZkPath path, params string[] options) => server.RunAsync(
        ["deploy", "publish", "--path", path, "--url", _repository.Url, "--commit", _repository.Head, "--relative-path", "app", .. options]);
}
