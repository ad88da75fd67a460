using System.Text;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Processes;

/// <summary>The agent's executable, killed as by a power cut at random moments of deploys.</summary>
public sealed class DeployAgentKillTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private const int Rounds = 20;
    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [UnixFact]
    public async Task KilledTwentyTimes_TheTargetIsAlwaysAWholeCommit_AndTheLastRunEndsOnTheLast()
    {
        var path = server.FreshPath();
        await server.Client.CreateAsync(path);
        var chance = new Random(11);
        var allowed = new List<string>();
        for (var round = 1; round <= Rounds; round++)
        {
            var commit = _repository.Commit($"{round}\n");
            allowed.Add(commit);
            using var agent = Start(path);
            // Every other time the manifest is there before the agent, and the deploy begins with the start.
            if (round % 2 == 0) await agent.Out.UntilAsync("registered");
            await server.Client.SetAsync(path, Manifest(commit), NodeVersion.Any);
            if (round % 2 == 1) await agent.Out.UntilAsync("started");
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(0, 500)), TimeProvider.System);
            agent.Signal("KILL");
            Assert.Equal(137, await agent.ExitCodeAsync());
            if (Path.Exists(Target)) Assert.Contains(Stands(), allowed);
        }

        using var last = Start(path);
        await last.Out.UntilAsync($"running {allowed[^1]}, tree clean");
        Assert.Equal(allowed[^1], Stands());
        Assert.DoesNotContain("FAILED", last.Out.ToString(), StringComparison.Ordinal);
    }

    private string Target => Path.Combine(_repository.Directory, "a", "app");

    private string Stands() => GitRepository.Git(Target, "rev-parse", "HEAD") + GitRepository.Git(Target, "status", "--porcelain");

    private byte[] Manifest(string commit) => Encoding.UTF8.GetBytes($$"""{"url":"{{_repository.Url}}","commitId":"{{commit}}","relativePath":"app"}""");

    private ZkrProcess Start(ZkPath path) => ZkrProcess.Start(
        "deploy", "agent", "--connect", server.Connect, "--path", path, "--root", Path.Combine(_repository.Directory, "a"), "--id", "a", "--allow-scheme", "file", "--session-timeout", "4s");
}
