using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class ServiceCommandsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Register_UntilItIsStopped_IsThereAndThenGone()
    {
        var path = server.FreshPath() / "web";
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var running = CliRun.OfAsync(
            captured, stop, "service", "register", "--connect", server.Connect, "--path", path, "--address", "10.0.0.5", "--port", "8080", "--id", "w1",
            "--tag", "blue", "--tag", "v2", "--weight", "3", "--zone", "eu-1", "--metadata", "build=42");
        await captured.Out.UntilAsync("registered, session");

        var one = (await server.RunAsync("service", "list", "--path", path, "--json")).Json.GetProperty("instances")[0];
        Assert.Equal(("w1", "10.0.0.5:8080", 3, "eu-1"), (one.GetProperty("id").GetString(), one.GetProperty("endPoint").GetString(), one.GetProperty("weight").GetInt32(), one.GetProperty("zone").GetString()));
        Assert.Equal("42", one.GetProperty("metadata").GetProperty("build").GetString());
        Assert.Equal(["blue", "v2"], one.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));

        stop.Stop(15);
        var run = await running;
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("taken out", run.Out, StringComparison.Ordinal);
        Assert.Empty((await server.Client.GetChildrenAsync(path)).Names);
    }

    [Fact]
    public async Task Register_FromTheEnvironment_FollowsThePort()
    {
        var path = server.FreshPath() / "what";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var stop = StopSignals.None();
        var captured = new CapturedHost()
            .With("ZKREACTIVE_CONNECT", server.Connect).With("URL", "127.0.0.1").With("PORT", $"{port}").With("ZKREACTIVE_PATH", path)
            .With("ZKREACTIVE_FORMAT", "hostport").With("ZKREACTIVE_PROBE", "tcp").With("ZKREACTIVE_INTERVAL", "20ms").With("ZKREACTIVE_RISE", "1").With("ZKREACTIVE_FALL", "1");
        var running = CliRun.OfAsync(captured, stop, "service", "register", "--json");
        await captured.Out.UntilAsync("\"registered\"");

        var node = await server.Client.GetAsync(path / $"s{port}");
        Assert.Equal($"[\"127.0.0.1\",\"{port}\"]", Encoding.UTF8.GetString(node.Data.Span));
        listener.Stop();
        await captured.Out.UntilAsync("\"removed\"");
        Assert.Empty((await server.Client.GetChildrenAsync(path)).Names);

        stop.Stop(2);
        var run = await running;
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.All(run.JsonLines, line => Assert.Equal(path / $"s{port}", line.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Register_NodeOfAStranger_SaysWhoseItIsAndGoesOn()
    {
        var path = await server.CreateAsync();
        await server.Client.CreateAsync(path / "w1", "[\"192.168.0.1\",\"1\"]"u8.ToArray(), CreateMode.Ephemeral);
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var running = CliRun.OfAsync(captured, stop, "service", "register", "--connect", server.Connect, "--path", path, "--address", "10.0.0.5", "--port", "80", "--id", "w1");
        await captured.Out.UntilAsync(server.Client.Session.Id.ToString());
        await captured.Out.UntilAsync(ServiceErrorIds.NodeTaken);

        await server.Client.DeleteAsync(path / "w1", NodeVersion.Any);
        await captured.Out.UntilAsync("registered, session");
        stop.Stop(15);
        Assert.Equal(ExitCodes.Done, (await running).ExitCode);
    }

    [Theory]
    [InlineData("service register --address a --port 1", "ZKREACTIVE_PATH")]
    [InlineData("service register --path /s --port 1", "environment variable URL")]
    [InlineData("service register --path /s --address a --port 0", "'0' is not a number of 1 to 65535")]
    [InlineData("service register --path s --address a --port 1", "'s' is not a znode path")]
    [InlineData("service register --path /s --address a --port 1 --probe gopher://x", "not a probe")]
    [InlineData("service register --path /s --address a --port 1 --format kafka", "not a format")]
    [InlineData("service register --path /s --address a --port 1 --metadata x", "NAME=VALUE")]
    [InlineData("service register --path /s --address a --port 1 --interval soon", "'soon' is not a time")]
    [InlineData("service register --path /s --address a --port 1 --format hostport --tag x", "no place for tags")]
    [InlineData("service list --path /s --pick first", "not a way to pick")]
    [InlineData("service list --path /s --pick sticky", "go together")]
    public async Task IllegalLine_SaysWhyAndEndsWithUsage(string line, string why)
    {
        var run = await server.RunAsync(line.Split(' '));

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_PicksByEveryWay_AndFailsWhenThereIsNone()
    {
        var path = await server.CreateAsync();
        Assert.Equal((ExitCodes.Failed, true), Outcome(await server.RunAsync("service", "list", "--path", path, "--pick", "random")));
        Assert.Contains("has no instances", (await server.RunAsync("service", "list", "--path", path)).Out, StringComparison.Ordinal);
        Assert.Contains("is not there", (await server.RunAsync("service", "list", "--path", path / "no")).Out, StringComparison.Ordinal);

        await server.Client.CreateAsync(path / "s9096", "[\"127.0.0.1\",\"9096\"]"u8.ToArray());
        await server.Client.CreateAsync(path / "odd", "?"u8.ToArray());
        foreach (var how in new[] { "random", "roundrobin", "weighted" })
            Assert.Equal("127.0.0.1:9096\n", (await server.RunAsync("service", "list", "--path", path, "--pick", how)).Out);
        Assert.Equal("127.0.0.1:9096\n", (await server.RunAsync("service", "list", "--path", path, "--pick", "sticky", "--key", "u1")).Out);
        var list = await server.RunAsync("service", "list", "--path", path);
        Assert.StartsWith("ID     ENDPOINT        ZONE  WEIGHT  TAGS  FORMAT\ns9096  127.0.0.1:9096        1             hostport", list.Out, StringComparison.Ordinal);
        Assert.Contains("1 child of", list.Error, StringComparison.Ordinal);

        static (int, bool) Outcome(CliRun run) => (run.ExitCode, run.Error.Contains(ServiceErrorIds.NoInstance, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_PrintsWhoJoinsAndLeaves()
    {
        var path = await server.CreateAsync();
        using var stop = StopSignals.None();
        var captured = new CapturedHost();
        var running = CliRun.OfAsync(captured, stop, "service", "watch", "--connect", server.Connect, "--path", path, "--count", "3", "--json");
        await captured.Out.UntilAsync("\"initial\"");
        await server.Client.CreateAsync(path / "s1", "[\"10.0.0.1\",\"1\"]"u8.ToArray());
        await captured.Out.UntilAsync(text => text.Count(c => c == '\n') == 2);
        await server.Client.DeleteAsync(path / "s1", NodeVersion.Any);

        var run = await running;
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        var lines = run.JsonLines.ToArray();
        Assert.Equal("10.0.0.1:1", EndPoint(lines[1], "joined"));
        Assert.Equal("10.0.0.1:1", EndPoint(lines[2], "left"));

        static string? EndPoint(JsonElement line, string which) => line.GetProperty(which)[0].GetProperty("endPoint").GetString();
    }
}
