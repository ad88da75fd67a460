using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class EnsembleCommandsTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zkreactive-cli-ensemble-").FullName;

    private string Folder => Path.Combine(_root, "zk");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task New_WritesFilesAndSaysHowToStart()
    {
        var run = await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--base-port", "0");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("zkr ensemble start --dir " + Folder, run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "zoo3.cfg")));
    }

    [Fact]
    public async Task New_Json_IsAnObjectForEachServer()
    {
        var run = await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--base-port", "0", "--count", "5", "--json");

        Assert.Equal([1, 2, 3, 4, 5], run.JsonLines.Select(line => line.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task New_DirectoryInUse_Fails()
    {
        await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--base-port", "0");
        var run = await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--base-port", "0");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkEnsembleExists]\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("status")]
    public async Task Verb_NoEnsemble_Fails(string verb)
    {
        var run = await CliRun.OfAsync("ensemble", verb, "--dir", Folder);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkEnsembleNotFound]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_BadCount_IsAUsageError() =>
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--count", "0")).ExitCode);

    [Fact]
    public async Task Status_ServersThatServeAndNot_ShowsBoth()
    {
        var run = await CliRun.OfAsync("ensemble", "status", "--connect", server.Connect + ",127.0.0.1:1");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("standalone", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains("unreachable", run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:1: ", run.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NoneServes_ExitsNotConnected() =>
        Assert.Equal(ExitCodes.NotConnected, (await CliRun.OfAsync("ensemble", "status", "--connect", "127.0.0.1:1")).ExitCode);

    [Fact]
    public async Task Test_OneServer_FindsOneStandaloneServerAndIsDone()
    {
        var run = await server.RunAsync("ensemble", "test", "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains(run.JsonLines, line => line.GetProperty("check").GetString() == "Quorum" && line.GetProperty("severity").GetString() == "info");
    }

    [Fact]
    public async Task Test_AServerDown_FailsWithARemedy()
    {
        var run = await CliRun.OfAsync("ensemble", "test", "--connect", server.Connect + ",127.0.0.1:1");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("error   Reach 127.0.0.1:1", run.Out, StringComparison.Ordinal);
        Assert.Contains("-> Start it", run.Out, StringComparison.Ordinal);
    }

    [ApacheZooKeeperFact]
    public async Task AnEnsemble_FromNewToStop()
    {
        await CliRun.OfAsync("ensemble", "new", "--dir", Folder, "--base-port", "0", "--tick", "500ms");
        try
        {
            var start = await CliRun.OfAsync("ensemble", "start", "--dir", Folder, "--json");
            Assert.Equal(ExitCodes.Done, start.ExitCode);
            Assert.Single(start.JsonLines, line => line.GetProperty("mode").GetString() == "leader");

            var status = await CliRun.OfAsync("ensemble", "status", "--dir", Folder);
            Assert.Equal(4, status.Lines.Length);
            Assert.All(status.Lines, line => Assert.InRange(line.Length, 0, 100));

            var connect = string.Join(',', start.JsonLines.Select(line => line.GetProperty("server").GetString()));
            Assert.Equal(ExitCodes.Done, (await CliRun.OfAsync("set", "/a", "b", "--create", "--connect", connect)).ExitCode);
        }
        finally
        {
            Assert.Equal("stopped 1, 2, 3\n", (await CliRun.OfAsync("ensemble", "stop", "--dir", Folder)).Out);
        }

        Assert.Equal("none was running\n", (await CliRun.OfAsync("ensemble", "stop", "--dir", Folder)).Out);
        Assert.Equal(ExitCodes.NotConnected, (await CliRun.OfAsync("ensemble", "status", "--dir", Folder)).ExitCode);
    }
}
