using System.Text;
using System.Text.Json;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Protocol;

namespace ZkReactive.Cli.Tests.Commands;

/// <summary>zkr policy, from the command line to the exit code.</summary>
public sealed class PolicyCommandsTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IDisposable
{
    private const string Acl1 = """
        <acl xmlns="urn:zkreactive:policy:1" name="Acl1">
          <route from="1" to="50000" next="BL1"/>
          <route from="50001" to="99999" next="BL2" when="platform = 'ios' and retries &lt; 3"/>
          <otherwise next="BL3"/>
        </acl>
        """;

    private const string Agl1 = """
        <agl xmlns="urn:zkreactive:policy:1" name="Agl1">
          <rule when="vip or id % 100 in (7, 8)" then="deliver-now"/>
          <otherwise then="queue"/>
        </agl>
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-policy-cli-");
    private readonly ZkPath _type = fixture.FreshPath();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Test_ChecksFilesWithoutAServer()
    {
        var run = await CliRun.OfAsync("policy", "test", Write(Acl1), Write(Agl1));
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.StartsWith("good: 2 policies, 3 routes and rules", run.Out, StringComparison.Ordinal);
        Assert.Contains("asks for retries, a number", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_SaysWhereAnIdGoesAndWhy()
    {
        var run = await CliRun.OfAsync("policy", "test", Write(Acl1), Write(Agl1), "--id", "60000", "--attribute", "platform=ios", "--attribute", "retries=2");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal("60000 goes to BL2, by Acl1 line 3", run.Lines[0]);
        Assert.Contains("Agl1 decides queue, by Agl1 line 3", run.Out, StringComparison.Ordinal);
        Assert.Contains("vip was not given", run.Out, StringComparison.Ordinal);

        var json = (await CliRun.OfAsync("policy", "test", Write(Acl1), "--id", "-5", "--json")).Json;
        Assert.Equal(("BL3", 4), (json.GetProperty("route").GetProperty("result").GetString(), json.GetProperty("route").GetProperty("line").GetInt32()));
        Assert.Equal("number", json.GetProperty("attributes").GetProperty("retries").GetString());
    }

    [Fact]
    public async Task Test_FailsForABadSet_WithItsPlace()
    {
        var file = Write("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"2\" to=\"1\" next=\"a\"/></acl>");
        var run = await CliRun.OfAsync("policy", "test", file);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("error: A(2,2): The range begins at 2", run.Out, StringComparison.Ordinal);
        Assert.Contains("[ZkPolicyRefused]", run.Error, StringComparison.Ordinal);
        var json = await CliRun.OfAsync("policy", "test", file, "--json");
        Assert.Equal((ExitCodes.Failed, false), (json.ExitCode, json.Json.GetProperty("valid").GetBoolean()));
        Assert.Equal("ZkPolicyRangeInvalid", json.Json.GetProperty("findings")[0].GetProperty("errorId").GetString());
    }

    [Theory]
    [InlineData("policy", "test")]
    [InlineData("policy", "test", "a.xml", "--type", "/x")]
    [InlineData("policy", "test", "a.xml", "--attribute", "a=b")]
    [InlineData("policy", "test", "a.xml", "--id", "1", "--attribute", "b")]
    [InlineData("policy", "test", "a.xml", "--id", "one")]
    [InlineData("policy", "publish", "--type", "/", "a.xml")]
    [InlineData("policy", "publish", "--type", "/x")]
    [InlineData("policy", "remove", "--type", "/x")]
    [InlineData("policy", "list")]
    public async Task BadUsage_IsRefused(params string[] args) => Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(args)).ExitCode);

    [Fact]
    public async Task Test_OfAValueOfTheWrongType_IsUsage()
    {
        var run = await CliRun.OfAsync("policy", "test", Write(Acl1), "--id", "60000", "--attribute", "retries=many");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("'retries' must be a number", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_AndAbsentServer_HaveTheirExitCodes()
    {
        Assert.Equal(ExitCodes.Failed, (await CliRun.OfAsync("policy", "test", Path.Combine(_directory.FullName, "nosuch.xml"))).ExitCode);
        var captured = new CapturedHost();
        using var stop = StopSignals.None();
        Assert.Equal(ExitCodes.NotConnected, (await CliRun.OfAsync(captured, stop, "policy", "list", "--type", "/x", "--connect", "127.0.0.1:1")).ExitCode);
    }

    [Fact]
    public async Task Publish_List_Remove_TellTheirStory()
    {
        var (acl, agl) = (Write(Acl1), Write(Agl1));
        var planned = await fixture.RunAsync("policy", "publish", "--type", _type, acl, agl, "--dry-run", "--json");
        Assert.Equal(("planned", 4), (planned.Json.GetProperty("event").GetString(), planned.Json.GetProperty("moves").GetArrayLength()));
        Assert.False((await fixture.Client.ExistsAsync(_type)).Exists);

        var published = await fixture.RunAsync("policy", "publish", "--type", _type, acl, agl);
        Assert.Equal(ExitCodes.Done, published.ExitCode);
        Assert.StartsWith($"published at {_type} (zxid 0x", published.Lines[0], StringComparison.Ordinal);
        Assert.Contains("  + Acl1", published.Lines);
        Assert.Contains("  1–50000: nowhere → BL1", published.Lines);
        Assert.Contains("  + Agl1(2): deliver-now when vip or id % 100 in (7, 8)", published.Lines);
        Assert.Equal("unchanged", (await fixture.RunAsync("policy", "publish", "--type", _type, acl, "--json")).Json.GetProperty("event").GetString());

        var list = await fixture.RunAsync("policy", "list", "--type", _type);
        Assert.Contains(list.Lines, line => line.StartsWith("Acl1", StringComparison.Ordinal));
        Assert.Contains(list.Lines, line => line.StartsWith("good: 2 policies", StringComparison.Ordinal));
        Assert.Equal("BL1", (await fixture.RunAsync("policy", "test", "--type", _type, "--id", "1", "--json")).Json.GetProperty("route").GetProperty("result").GetString());

        var dry = await fixture.RunAsync("policy", "remove", "--type", _type, "Agl1", "--dry-run");
        Assert.Contains("  - Agl1", dry.Lines);
        Assert.DoesNotContain(dry.Lines, line => line.StartsWith("warning", StringComparison.Ordinal));
        var asked = await fixture.RunAsync("policy", "remove", "--type", _type, "Agl1", "--dry-run", "--services", _type / "nobody");
        Assert.Equal(3, asked.Lines.Count(line => line.StartsWith("warning: Acl1(", StringComparison.Ordinal)));
        var removed = await fixture.RunAsync("policy", "remove", "--type", _type, "Agl1", "--json");
        Assert.Equal("removed", removed.Json.GetProperty("event").GetString());
        var unknown = await fixture.RunAsync("policy", "remove", "--type", _type, "Agl1");
        Assert.Equal(ExitCodes.Failed, unknown.ExitCode);
        Assert.Contains("[ZkPolicyUnknown]", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_RefusesABadSet_AndADryRunOfIt()
    {
        var file = Write("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\"><route from=\"1\" to=\"2\" next=\"a\" when=\"id\"/></acl>");
        foreach (var extra in new string[][] { [], ["--dry-run"] })
        {
            var run = await fixture.RunAsync(["policy", "publish", "--type", _type, file, .. extra]);
            Assert.Equal(ExitCodes.Failed, run.ExitCode);
            Assert.Contains("[ZkPolicyRefused]", run.Error, StringComparison.Ordinal);
        }

        Assert.False((await fixture.Client.ExistsAsync(_type)).Exists);
    }

    [Fact]
    public async Task Publish_WarnsOfTargetsThatNobodyProvides()
    {
        var services = await fixture.CreateAsync();
        await fixture.Client.CreateAsync(services / "BL1", mode: CreateMode.Ephemeral);
        var run = await fixture.RunAsync("policy", "publish", "--type", _type, Write(Acl1), "--services", services, "--json");
        Assert.Equal(["Acl1:3", "Acl1:4"], run.Json.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("policy").GetString()}:{f.GetProperty("line").GetInt32()}"));
    }

    [Fact]
    public async Task Watch_TellsWhatIsUsedAndWhatIsRefused_AndReports()
    {
        await fixture.RunAsync("policy", "publish", "--type", _type, Write(Acl1));
        var state = Path.Combine(_directory.FullName, "state");
        var first = await fixture.RunAsync("policy", "watch", "--type", _type, "--count", "1", "--json", "--state-dir", state, "--timeout", "90s");
        Assert.Equal(("applied", "Acl1"), (first.Json.GetProperty("event").GetString(), first.Json.GetProperty("policies")[0].GetString()));

        await fixture.Client.SetAsync(_type / "Acls" / "Acl1", Encoding.UTF8.GetBytes("<acl"), NodeVersion.Any);
        var second = await fixture.RunAsync("policy", "watch", "--type", _type, "--count", "2", "--state-dir", state, "--agent-id", "web1", "--timeout", "90s");
        Assert.Contains("restored", second.Lines[0], StringComparison.Ordinal);
        Assert.Contains("rejected", second.Lines[1], StringComparison.Ordinal);
        Assert.Contains("[ZkPolicyNotXml]", second.Out, StringComparison.Ordinal);

        var late = await fixture.RunAsync("policy", "watch", "--type", _type, "--count", "5", "--timeout", "200ms");
        Assert.Equal(ExitCodes.Failed, late.ExitCode);
        Assert.Contains("[ZkTimeout]", late.Error, StringComparison.Ordinal);
        var list = (await fixture.RunAsync("policy", "list", "--type", _type, "--json")).Json;
        Assert.Equal((false, JsonValueKind.Array), (list.GetProperty("valid").GetBoolean(), list.GetProperty("rejections").ValueKind));
    }

    private string Write(string xml)
    {
        var file = Path.Combine(_directory.FullName, $"{Guid.NewGuid():n}.xml");
        File.WriteAllText(file, xml);
        return file;
    }
}
