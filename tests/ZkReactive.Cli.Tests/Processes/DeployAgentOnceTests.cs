using System.Text;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Processes;

/// <summary><c>zkr deploy agent --once</c>, started again and again as a scheduler does.</summary>
public sealed class DeployAgentOnceTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    // Says what becomes of the presence node as another program sees it, until the node "end" appears beside it.
    private const string KazooWatch = """
        import sys, threading
        from kazoo.client import KazooClient
        connect, path = sys.argv[1:]
        zk = KazooClient(hosts=connect)
        zk.start()
        ended = threading.Event()
        @zk.DataWatch(path)
        def seen(data, stat, event=None):
            print(event.type if event else "FIRST", flush=True)
        @zk.DataWatch(path + "-end")
        def end(data, stat, event=None):
            if stat: ended.set()
        ended.wait(60)
        zk.stop()
        """;

    private readonly GitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task RunAfterRun_TheAgentStaysRegistered_WithOneSession()
    {
        var path = await PublishAsync(_repository.Older);
        var presence = path / "agents" / "a";
        await using var watch = await server.Client.AddWatchAsync(path, WatchMode.PersistentRecursive);
        var first = await RunOnceAsync(path);
        Assert.Contains("leaves session", first, StringComparison.Ordinal);
        var between = (await server.Client.ExistsAsync(presence)).Stat!.Value;

        await server.Client.SetAsync(path, Manifest(_repository.Head), NodeVersion.Any);
        var second = await RunOnceAsync(path);
        Assert.Contains("goes on with session", second, StringComparison.Ordinal);
        Assert.Equal(_repository.Head, GitRepository.Git(Path.Combine(_repository.Directory, "a", "app"), "rev-parse", "HEAD"));

        var node = await server.Client.GetAsync(presence);
        Assert.Equal((between.Czxid, between.EphemeralOwner), (node.Stat.Czxid, node.Stat.EphemeralOwner));
        Assert.Contains(_repository.Head, Encoding.UTF8.GetString(node.Data.Span), StringComparison.Ordinal);
        await server.Client.CreateAsync(path / "end");
        var seen = await SeenUntilAsync(watch, path / "end", presence);
        Assert.Equal(WatchEventType.NodeCreated, seen[0]);
        Assert.All(seen.Skip(1), type => Assert.Equal(WatchEventType.NodeDataChanged, type));
    }

    [KazooFact]
    public async Task RunAfterRun_KazooSeesNoFlap()
    {
        var path = await PublishAsync(_repository.Head);
        var presence = path / "agents" / "a";
        await RunOnceAsync(path);
        await using var kazoo = LineProcess.Start(KazooInstallation.Python!, "-c", KazooWatch, server.Connect, presence);
        await kazoo.HearAsync("FIRST");
        await RunOnceAsync(path);
        await RunOnceAsync(path);
        await server.Client.CreateAsync(presence.Value + "-end");
        Assert.Equal(0, await kazoo.ExitAsync());
        Assert.Equal(["FIRST", "CHANGED"], kazoo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
    }

    [Fact]
    public async Task RunsTooFarApart_SayThatTheAgentWasNotSeen()
    {
        var path = await PublishAsync(_repository.Head);
        var presence = path / "agents" / "a";
        await RunOnceAsync(path, "--session-timeout", "1s");
        var (there, watch) = await server.Client.ExistsWatchedAsync(presence);
        if (there.Exists) await watch.Fired.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        var late = await RunOnceAsync(path, "--session-timeout", "20s");
        Assert.Contains("had ended: the agent was not seen meanwhile", late, StringComparison.Ordinal);
        Assert.True((await server.Client.ExistsAsync(presence)).Exists);
    }

    [Fact]
    public async Task FailedDeploy_EndsWithOne_AndStaysRegistered()
    {
        var path = await PublishAsync(new string('0', 40));
        using var run = Start(path);
        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.True((await server.Client.ExistsAsync(path / "agents" / "a")).Exists);
    }

    private static async Task<List<WatchEventType>> SeenUntilAsync(IZkPersistentWatch watch, ZkPath end, ZkPath about)
    {
        List<WatchEventType> seen = [];
        while (await watch.Events.ReadAsync() is { } happened && happened.Path != end)
        {
            if (happened.Path == about) seen.Add(happened.Type);
        }

        return seen;
    }

    private async Task<ZkPath> PublishAsync(string commit)
    {
        var path = server.FreshPath();
        await server.Client.CreateAsync(path, Manifest(commit));
        return path;
    }

    private byte[] Manifest(string commit) => Encoding.UTF8.GetBytes($$"""{"url":"{{_repository.Url}}","commitId":"{{commit}}","relativePath":"app"}""");

    private ZkrProcess Start(ZkPath path, params string[] options) => ZkrProcess.Start(
        ["deploy", "agent", "--once", "--connect", server.Connect, "--path", path, "--root", Path.Combine(_repository.Directory, "a"), "--id", "a", "--allow-scheme", "file", .. options]);

    private async Task<string> RunOnceAsync(ZkPath path, params string[] options)
    {
        using var run = Start(path, options);
        Assert.Equal((0, ""), (await run.ExitCodeAsync(), run.Error.ToString()));
        return run.Out.ToString();
    }
}
