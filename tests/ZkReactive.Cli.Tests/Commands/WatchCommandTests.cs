using System.Text.Json;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class WatchCommandTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Watch_UntilCount_PrintsTheStateThenChanges()
    {
        var path = server.FreshPath();
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, "watch", path, "--count", "3", "--connect", server.Connect);

        await captured.Out.UntilAsync("initial");
        await server.Client.CreateAsync(path, "one"u8.ToArray());
        await captured.Out.UntilAsync("one");
        await server.Client.DeleteAsync(path, NodeVersion.Any);
        var run = await running;

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Collection(
            run.Lines,
            line => Assert.Matches($@"^\d\d:\d\d:\d\d\.\d\d\d  initial  {path}  absent$", line),
            line => Assert.EndsWith($"change   {path}  version 0  one", line, StringComparison.Ordinal),
            line => Assert.EndsWith($"change   {path}  absent", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_Json_IsAnObjectALine()
    {
        var path = await server.CreateAsync("x");
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, "watch", path, "--data", "--children", "--json", "--count", "3", "--connect", server.Connect);

        await captured.Out.UntilAsync(text => text.Count(character => character == '\n') == 2);
        await server.Client.CreateAsync(path / "child");
        var objects = (await running).JsonLines.ToList();

        var data = objects.Single(line => Event(line) == "data");
        Assert.Equal(["at", "event", "cause", "path", "exists", "encoding", "data", "zxid", "stat"], data.EnumerateObject().Select(property => property.Name));
        Assert.Equal("x", data.GetProperty("data").GetString());
        var children = objects.Last(line => Event(line) == "children");
        Assert.Equal(["at", "event", "cause", "path", "exists", "children", "added", "removed", "zxid"], children.EnumerateObject().Select(property => property.Name));
        Assert.Equal("change", children.GetProperty("cause").GetString());
        Assert.Equal(["child"], children.GetProperty("added").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Watch_Children_ShowsWhoCameAndWent()
    {
        var path = await server.CreateAsync();
        await server.Client.CreateAsync(path / "old");
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, "watch", path, "--children", "--count", "2", "--connect", server.Connect);

        await captured.Out.UntilAsync("initial");
        await server.Client.DeleteAsync(path / "old", NodeVersion.Any);
        var run = await running;

        Assert.EndsWith("1 child  +old", run.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("0 children  -old", run.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_Tree_ShowsWhatCameChangedAndWent(bool json)
    {
        var path = await server.CreateAsync("x");
        await server.Client.CreateAsync(path / "a");
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        string[] arguments = ["watch", path, "--tree", "--depth", "1", "--count", "4", "--connect", server.Connect, .. json ? new[] { "--json" } : []];
        var running = CliRun.OfAsync(captured, stop, arguments);

        await captured.Out.UntilAsync("initial");
        await server.Client.CreateAsync(path / "b");
        await captured.Out.UntilAsync(text => text.Count(character => character == '\n') == 2);
        await server.Client.CreateAsync(path / "b" / "too-deep");
        await server.Client.SetAsync(path / "a", "1"u8.ToArray(), NodeVersion.Any);
        await captured.Out.UntilAsync(text => text.Count(character => character == '\n') == 3);
        await server.Client.DeleteAsync(path / "a", NodeVersion.Any);
        var run = await running;

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        if (!json)
        {
            Assert.EndsWith($"initial  {path}  2 nodes", run.Lines[0], StringComparison.Ordinal);
            Assert.EndsWith($"change   {path}  3 nodes  +{path / "b"}", run.Lines[1], StringComparison.Ordinal);
            Assert.EndsWith($"change   {path}  3 nodes  *{path / "a"}", run.Lines[2], StringComparison.Ordinal);
            Assert.EndsWith($"change   {path}  2 nodes  -{path / "a"}", run.Lines[3], StringComparison.Ordinal);
            return;
        }

        var objects = run.JsonLines.ToList();
        Assert.Equal(
            ["at", "event", "cause", "path", "exists", "nodes", "added", "changed", "removed", "zxid"],
            objects[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal([path.Value, (path / "a").Value], objects[0].GetProperty("added").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal([(path / "a").Value], objects[2].GetProperty("changed").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(2, objects[3].GetProperty("nodes").GetInt32());
    }

    [Fact]
    public async Task Watch_TimeoutBeforeCount_Fails()
    {
        var path = await server.CreateAsync();

        var run = await server.RunAsync("watch", path, "--count", "2", "--timeout", "300ms");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkTimeout]\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_TimeoutWithoutCount_IsItsEnd()
    {
        var run = await server.RunAsync("watch", await server.CreateAsync(), "--timeout", "300ms");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
    }

    [Theory]
    [InlineData(new string[0], ExitCodes.Done)]
    [InlineData(new[] { "--count", "9" }, ExitCodes.StoppedBySignal + 15)]
    public async Task Watch_Stopped_EndsAtOnce(string[] options, int exitCode)
    {
        var path = await server.CreateAsync();
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, ["watch", path, "--connect", server.Connect, .. options]);

        await captured.Out.UntilAsync("initial");
        stop.Stop(15);

        Assert.Equal(exitCode, (await running).ExitCode);
    }

    [Fact]
    public async Task Watch_ConnectionCut_GoesOnAndSaysSoOnStderr()
    {
        await using var own = await OwnServer.StartAsync();
        await own.Client.CreateAsync("/w", "1"u8.ToArray());
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var running = CliRun.OfAsync(captured, stop, "watch", "/w", "--connect", own.Server.ConnectString);

        await captured.Out.UntilAsync("initial");
        own.Server.Faults.DropConnections();
        await captured.Error.UntilAsync("connected again");
        await own.Client.SetAsync("/w", "2"u8.ToArray(), NodeVersion.Any);
        await captured.Out.UntilAsync("version 1  2");
        stop.Stop(2);

        var run = await running;
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("zkr: connection lost; reconnecting\n", run.Error, StringComparison.Ordinal);
    }

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();
}
