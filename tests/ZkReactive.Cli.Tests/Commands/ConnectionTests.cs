using System.Net;
using System.Net.Sockets;
using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("get /a")]
    [InlineData("watch /a")]
    [InlineData("deploy status --path /a")]
    [InlineData("deploy publish --path /a --url https://example.invalid/r --commit 0123456789012345678901234567890123456789 --relative-path d")]
    public async Task Verb_NobodyListens_EndsNotConnected(string line)
    {
        var captured = new CapturedHost();
        captured = captured with { Host = captured.Host with { ConnectTimeout = TimeSpan.FromSeconds(2) } };
        using var stop = StopSignals.None();

        var run = await CliRun.OfAsync(captured, stop, [.. line.Split(' '), "--connect", FreeEndPoint()]);

        Assert.Equal(ExitCodes.NotConnected, run.ExitCode);
        Assert.Contains("zkr: still connecting to", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkConnectFailed]\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("watch /a")]
    [InlineData("deploy publish --path /a --url https://example.invalid/r --commit 0123456789012345678901234567890123456789 --relative-path d --wait")]
    public async Task VerbWithATimeout_NobodyListens_TriesForThatLong(string line)
    {
        var captured = new CapturedHost();
        captured = captured with { Host = captured.Host with { ConnectTimeout = TimeSpan.FromMinutes(5) } };
        using var stop = StopSignals.None();

        var run = await CliRun.OfAsync(captured, stop, [.. line.Split(' '), "--timeout", "2500ms", "--connect", FreeEndPoint()]);

        Assert.Equal(ExitCodes.NotConnected, run.ExitCode);
        Assert.Contains("giving up after 2.50 s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_StoppedWhileConnecting_EndsWithTheSignal()
    {
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, "get", "/a", "--connect", FreeEndPoint());

        await captured.Error.UntilAsync("still connecting");
        stop.Stop(2);

        Assert.Equal(130, (await running).ExitCode);
    }

    private static string FreeEndPoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
