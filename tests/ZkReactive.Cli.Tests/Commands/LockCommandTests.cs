using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Requirements;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class LockCommandTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zkreactive-cli-lock-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [UnixTheory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Lock_CommandEnds_GivesItsExitCodeAndTheLockBack(int code)
    {
        var path = server.FreshPath();
        var file = Path.Combine(_root, "out");

        var run = await CliRun.OfAsync("lock", path, "--connect", server.Connect, "--", "sh", "-c", $"echo $ZKREACTIVE_LOCK_TOKEN $ZKREACTIVE_LOCK_PATH > '{file}'; exit {code}");

        Assert.Equal(code, run.ExitCode);
        var words = (await File.ReadAllTextAsync(file)).Split();
        Assert.True(long.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(path.Value, words[1]);
        Assert.Empty((await server.Client.GetChildrenAsync(path)).Names);
    }

    [UnixTheory]
    [InlineData("1s")]
    public async Task Lock_HeldByAnother_IsBusyAndTheCommandIsNotRun(string patience)
    {
        var path = server.FreshPath();
        await using var held = await new ZkMutex(server.Client, path).AcquireAsync();
        var file = Path.Combine(_root, "out");

        var run = await CliRun.OfAsync("lock", path, "--timeout", patience, "--connect", server.Connect, "--", "touch", file);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkLockBusy]\n", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Lock_NoSuchCommand_SaysSoAndGivesTheLockBack()
    {
        var path = server.FreshPath();

        var run = await CliRun.OfAsync("lock", path, "--connect", server.Connect, "--", "no-such-command-here");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkCommandFailed]\n", run.Error, StringComparison.Ordinal);
        Assert.Empty((await server.Client.GetChildrenAsync(path)).Names);
    }

    [Fact]
    public async Task Lock_NoCommand_IsAUsageError() =>
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync("lock", "/a")).ExitCode);

    [UnixTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lock_Lost_StopsTheCommandUnlessToldToKeepIt(bool keep)
    {
        await using var own = await OwnServer.StartAsync();
        ZkPath path = "/lock";
        var (file, go) = (Path.Combine(_root, "started"), Path.Combine(_root, "go"));
        string[] options = keep ? ["--keep-running"] : [];
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, ["lock", path, .. options, "--connect", own.Server.ConnectString, "--", "sh", "-c",
            $"trap 'exit 5' TERM; touch '{file}'; while [ ! -e '{go}' ]; do sleep 0.05; done; exit 6"]);
        await UntilAsync(() => File.Exists(file), running);

        var holder = (await new ZkMutex(own.Client, path).ReadContendersAsync())[0];
        own.Server.Faults.ExpireSession(holder.Session);
        if (keep)
        {
            // The next one has the lock before zkr can know; the command may end only then.
            await using var next = await new ZkMutex(own.Client, path).AcquireAsync();
            await captured.Error.UntilAsync("the command goes on");
            await File.WriteAllTextAsync(go, "");
        }

        var run = await running;
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains($"its exit code is {(keep ? 6 : 5)}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkLockLost]\n", run.Error, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition, Task running)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!condition())
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }
    }
}
