using System.Text;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class NodeCommandsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Get_Text_IsPrintedAsItIs()
    {
        var path = await server.CreateAsync("first\nsecond");

        var run = await server.RunAsync("get", path);

        Assert.Equal((ExitCodes.Done, "first\nsecond\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Get_NotTextIntoAPipe_IsTheBytesAlone()
    {
        var path = server.FreshPath();
        await server.Client.CreateAsync(path, new byte[] { 0xff, 0x00, 0x0a });
        var captured = new CapturedHost();
        using var stop = StopSignals.None();

        var run = await CliRun.OfAsync(captured, stop, "get", path, "--connect", server.Connect);

        Assert.Equal(new byte[] { 0xff, 0x00, 0x0a }, captured.Raw.ToArray());
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Get_OnATerminal_CannotDriveItAndAddsTheStat()
    {
        var path = await server.CreateAsync("a\u001b[2Jb");
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        var output = new StringWriter();

        await CliApplication.RunAsync(["get", path, "--connect", server.Connect], captured.Host with { Out = output, IsOutTerminal = true }, stop);

        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Contains("version 0", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Json_HasDataAndStat()
    {
        var path = await server.CreateAsync("{\"a\":\"ü\"}");

        var json = (await server.RunAsync("get", path, "--json")).Json;

        Assert.Equal(["path", "encoding", "data", "stat"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("{\"a\":\"ü\"}", json.GetProperty("data").GetString());
        Assert.Equal("utf-8", json.GetProperty("encoding").GetString());
        Assert.Equal(
            ["kind", "czxid", "mzxid", "pzxid", "created", "modified", "version", "childrenVersion", "aclVersion", "ephemeralOwner", "dataLength", "childCount"],
            json.GetProperty("stat").EnumerateObject().Select(property => property.Name));
        Assert.Equal("persistent", json.GetProperty("stat").GetProperty("kind").GetString());
        Assert.Matches("^0x[0-9a-f]+$", json.GetProperty("stat").GetProperty("mzxid").GetString());
    }

    [Fact]
    public async Task Get_JsonOfBytes_IsBase64()
    {
        var path = server.FreshPath();
        await server.Client.CreateAsync(path, new byte[] { 0xff, 0x00 });

        var json = (await server.RunAsync("get", path, "--json")).Json;

        Assert.Equal("base64", json.GetProperty("encoding").GetString());
        Assert.Equal("/wA=", json.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData("get")]
    [InlineData("ls")]
    [InlineData("rm")]
    [InlineData("rm --recursive")]
    [InlineData("set value")]
    public async Task Verb_NodeMissing_FailsNamingThePath(string line)
    {
        var path = server.FreshPath();
        var words = line.Split(' ').ToList();
        words.Insert(1, path);

        var run = await server.RunAsync([.. words]);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("[ZkNoNode]\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Set_Value_ReplacesTheDataAndSaysTheVersion()
    {
        var path = await server.CreateAsync("old");

        var run = await server.RunAsync("set", path, "grün");

        Assert.Equal((ExitCodes.Done, $"{path} version 1\n"), (run.ExitCode, run.Out));
        Assert.Equal("grün", Encoding.UTF8.GetString((await server.Client.GetAsync(path)).Data.Span));
    }

    [Fact]
    public async Task Set_EmptyValue_EmptiesTheNode()
    {
        var path = await server.CreateAsync("old");

        await server.RunAsync("set", path, "");

        Assert.Equal(0, (await server.Client.GetAsync(path)).Data.Length);
    }

    [Fact]
    public async Task Set_VersionThatHasPassed_FailsAndChangesNothing()
    {
        var path = await server.CreateAsync("old");
        await server.Client.SetAsync(path, "other"u8.ToArray(), NodeVersion.Any);

        var run = await server.RunAsync("set", path, "mine", "--version", "0");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.EndsWith("[ZkBadVersion]\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("other", Encoding.UTF8.GetString((await server.Client.GetAsync(path)).Data.Span));
    }

    [Fact]
    public async Task Set_Create_MakesTheNodeWithItsParentsOrSetsIt()
    {
        var path = server.FreshPath() / "a" / "b";

        var first = await server.RunAsync("set", path, "1", "--create");
        var second = await server.RunAsync("set", path, "2", "--create");

        Assert.Equal($"{path} created\n", first.Out);
        Assert.Equal($"{path} version 1\n", second.Out);
    }

    [Fact]
    public async Task Ls_Children_AreSortedOneALine()
    {
        var path = await server.CreateAsync();
        foreach (var name in new[] { "b", "a", "c" }) await server.Client.CreateAsync(path / name);

        var plain = await server.RunAsync("ls", path);
        var json = (await server.RunAsync("ls", path, "--json")).Json;

        Assert.Equal("a\nb\nc\n", plain.Out);
        Assert.Equal(["path", "children", "stat"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["a", "b", "c"], json.GetProperty("children").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Rm_NodeWithChildren_NeedsRecursive()
    {
        var path = await server.CreateAsync();
        await server.Client.CreateAsync(path / "a");
        await server.Client.CreateAsync(path / "a" / "b");

        var refused = await server.RunAsync("rm", path);
        var done = await server.RunAsync("rm", path, "--recursive");

        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
        Assert.EndsWith("[ZkNotEmpty]\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Done, $"{path} deleted, 3 nodes\n"), (done.ExitCode, done.Out));
        Assert.False((await server.Client.ExistsAsync(path)).Exists);
    }

    [Fact]
    public async Task Verb_NodeOfSomebodyElse_NeedsTheirCredentials()
    {
        var path = server.FreshPath();
        await using var owner = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = server.Connect, Auth = [ZkAuth.Digest("ann", "secret")] });
        await owner.CreateAsync(path, "mine"u8.ToArray(), CreateMode.Persistent, new ZkCreateOptions { Acl = [new Acl(Permissions.All, "auth", "")] });
        using var stop = StopSignals.None();

        var refused = await server.RunAsync("get", path);
        var wrong = await server.RunAsync("get", path, "--auth", "digest:ann:wrong");
        var flag = await server.RunAsync("get", path, "--auth", "digest:ann:secret");
        var variable = await CliRun.OfAsync(
            new CapturedHost().With(GlobalOptions.AuthVariable, "digest:ann:secret").With(GlobalOptions.ConnectVariable, server.Connect), stop, "get", path);

        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
        Assert.EndsWith("[ZkNoAuth]\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, wrong.ExitCode);
        Assert.DoesNotContain("wrong", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("mine\n", flag.Out);
        Assert.Equal("mine\n", variable.Out);
    }

    [Fact]
    public async Task Verb_Chroot_IsWhereItsPathsBegin()
    {
        var path = await server.CreateAsync();
        await server.Client.CreateAsync(path / "leaf");

        var chrooted = await CliRun.OfAsync("ls", "/", "--connect", server.Connect + path);

        Assert.Equal((ExitCodes.Done, "leaf\n"), (chrooted.ExitCode, chrooted.Out));
    }

    [Fact]
    public async Task Get_Verbose_LogsToStderrOnly()
    {
        var path = await server.CreateAsync("x");

        var run = await server.RunAsync("get", path, "--verbose");

        Assert.Equal("x\n", run.Out);
        Assert.NotEmpty(run.Error);
    }
}
