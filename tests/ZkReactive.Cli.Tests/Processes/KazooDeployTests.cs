using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Processes;

public sealed class KazooDeployTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private const string Script = """
        import json, sys
        from kazoo.client import KazooClient
        connect, path, url, commit = sys.argv[1:]
        zk = KazooClient(hosts=connect)
        zk.start()
        zk.ensure_path(path)
        zk.set(path, json.dumps({"url": url, "commitId": commit, "relativePath": "business"}).encode())
        zk.stop()
        """;

    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [KazooFact]
    public async Task BareJsonSetByKazoo_IsDeployedByEveryAgent_CommitAfterCommit()
    {
        var path = server.FreshPath() / "business" / "config";
        await using var one = await RunningAgent.StartAsync(server.Connect, path, Path.Combine(_repository.Directory, "one"), "one");
        await using var two = await RunningAgent.StartAsync(server.Connect, path, Path.Combine(_repository.Directory, "two"), "two");

        foreach (var commit in new[] { _repository.Older, _repository.Head })
        {
            await using var script = LineProcess.Start(KazooInstallation.Python!, "-c", Script, server.Connect, path, _repository.Url, commit);
            Assert.Equal(0, await script.ExitAsync());
            foreach (var agent in new[] { one, two })
            {
                await agent.Out.UntilAsync($"running {commit}, tree clean");
                Assert.Equal(commit, GitRepository.Git(Path.Combine(agent.Root, "business"), "rev-parse", "HEAD"));
            }
        }
    }
}
