using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class ServerCommandTests
{
    [Fact]
    public async Task Server_Serves_UntilStopped()
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var serving = CliRun.OfAsync(captured, stop, "server", "--port", "0");
        await captured.Out.UntilAsync("\n");
        var endPoint = Regex.Match(captured.Out.ToString(), @"^serving (127\.0\.0\.1:\d+) \(").Groups[1].Value;

        var ls = await CliRun.OfAsync("ls", "/", "--connect", endPoint);
        stop.Stop(15);
        var run = await serving;

        Assert.Equal("zookeeper\n", ls.Out);
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Single(run.Lines);
    }

    [Fact]
    public async Task Server_PortTaken_FailsSayingWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await CliRun.OfAsync("server", "--port", $"{port}");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", run.Error, StringComparison.Ordinal);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkListenFailed]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithADataDirectory_SaysWhere_AndHasEverythingAgain()
    {
        var directory = Directory.CreateTempSubdirectory("zkr-data-").FullName;
        try
        {
            await ServeAsync(directory, async endPoint => await CliRun.OfAsync("set", "/kept", "yes", "--create", "--connect", endPoint));
            await ServeAsync(directory, async endPoint =>
            {
                Assert.Equal("yes\n", (await CliRun.OfAsync("get", "/kept", "--connect", endPoint)).Out);

                var second = await CliRun.OfAsync("server", "--port", "0", "--data-dir", directory);
                Assert.Equal(ExitCodes.Failed, second.ExitCode);
                Assert.EndsWith("[ZkServerDataInUse]\n", second.Error, StringComparison.Ordinal);
            });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Server_SnapshotOptionsWithoutADataDirectory_AreRefused()
    {
        var run = await CliRun.OfAsync("server", "--port", "0", "--snapshot-count", "5");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--data-dir", run.Error, StringComparison.Ordinal);
    }

    private static async Task ServeAsync(string directory, Func<string, Task> use)
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var serving = CliRun.OfAsync(captured, stop, "server", "--port", "0", "--data-dir", directory);
        await captured.Out.UntilAsync("\n");
        var said = Regex.Match(captured.Out.ToString(), @"^serving (127\.0\.0\.1:\d+) \(data in (.+); Ctrl\+C ends it\)\n$");
        Assert.Equal(directory, said.Groups[2].Value);
        await use(said.Groups[1].Value);
        stop.Stop(15);
        Assert.Equal(ExitCodes.Done, (await serving).ExitCode);
    }
}
