using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Requirements;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Processes;

public sealed class DemoProcessTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("zkr-tests-").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Fact]
    public async Task Demo_OnTheEmbeddedServer_EndsWithZeroAndLeavesNothingBehind()
    {
        using var repository = new GitRepository();
        using var demo = Start(repository.Path, "demo");

        Assert.Equal((0, ""), (await demo.ExitCodeAsync(), demo.Error.ToString()));

        var output = demo.Out.ToString();
        Assert.Contains(repository.Older[..12], output, StringComparison.Ordinal);
        Assert.Matches($@"agent-5\s+succeeded\s+{repository.Head[..8]}\s+\d+\.\d\d\s+.*same, clean", output);
        Assert.Contains("ZkDeployFieldMissing", output, StringComparison.Ordinal);
        Assert.Contains("killed while", output, StringComparison.Ordinal);
        Assert.Contains("5 connections cut", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\u001b', output);
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task Demo_OnAnEnsemble_DeletesItsNodes()
    {
        using var repository = new GitRepository();
        using var demo = Start(repository.Path, "demo", "--agents", "2", "--connect", server.Connect);

        Assert.Equal((0, ""), (await demo.ExitCodeAsync(), demo.Error.ToString()));

        Assert.DoesNotContain((await server.Client.GetChildrenAsync(ZkPath.Root)).Names, name => name.StartsWith("zkreactive-demo", StringComparison.Ordinal));
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task Demo_RepositoryAskedForWithOneCommit_FailsAndLeavesNothingBehind()
    {
        using var repository = new GitRepository(commits: 1);
        using var demo = Start(repository.Path, "demo", "--repository", repository.Path);

        Assert.Equal(1, await demo.ExitCodeAsync());
        Assert.EndsWith("[ZkDemoNoRepository]\n", demo.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Leftovers());
    }

    [UnixTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Demo_StoppedInTheMiddle_LeavesNothingBehind(string signal, int exitCode)
    {
        using var repository = new GitRepository();
        using var demo = Start(repository.Path, "demo", "--connect", server.Connect);
        await demo.Out.UntilAsync("3. ");

        demo.Signal(signal);

        Assert.Equal(exitCode, await demo.ExitCodeAsync());
        Assert.DoesNotContain((await server.Client.GetChildrenAsync(ZkPath.Root)).Names, name => name.StartsWith("zkreactive-demo", StringComparison.Ordinal));
        Assert.Empty(Leftovers());
    }

    private ZkrProcess Start(string directory, params string[] arguments) =>
        ZkrProcess.Start(directory, new Dictionary<string, string> { ["TMPDIR"] = _temporary, ["TMP"] = _temporary }, arguments);

    // With diagnostics on, the runtime keeps a socket and two pipes there while it runs.
    private IEnumerable<string?> Leftovers() => Directory.EnumerateFileSystemEntries(_temporary).Select(Path.GetFileName);
}
