using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Processes;

public sealed class SignalTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task DeployAgent_Signal_EndsWithZeroAndItsPresenceIsGone(string signal)
    {
        var path = server.FreshPath();
        var root = Directory.CreateTempSubdirectory("zkr-tests-").FullName;
        try
        {
            using var agent = ZkrProcess.Start("deploy", "agent", "--connect", server.Connect, "--path", path, "--root", root, "--id", "a", "--json");
            await agent.Out.UntilAsync("presenceRegistered");
            Assert.True((await server.Client.ExistsAsync(path / "agents" / "a")).Exists);

            agent.Signal(signal);

            Assert.Equal(0, await agent.ExitCodeAsync());
            Assert.False((await server.Client.ExistsAsync(path / "agents" / "a")).Exists);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [UnixTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task WatchWithCount_SignalBeforeItsEnd_EndsWithTheSignalsCode(string signal, int exitCode)
    {
        using var watch = ZkrProcess.Start("watch", await server.CreateAsync(), "--connect", server.Connect, "--count", "2");
        await watch.Out.UntilAsync("initial");

        watch.Signal(signal);

        Assert.Equal(exitCode, await watch.ExitCodeAsync());
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Server_Signal_EndsWithZero(string signal)
    {
        using var serving = ZkrProcess.Start("server", "--port", "0");
        await serving.Out.UntilAsync("serving");

        serving.Signal(signal);

        Assert.Equal(0, await serving.ExitCodeAsync());
    }
}
