using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("get /a")]
    [InlineData("get /a --json --connect h:1,h2:2/app --auth digest:u:p --session-timeout 5s --verbose")]
    [InlineData("--connect h:1 --verbose get /a")]
    [InlineData("set /a value")]
    [InlineData("set /a value --version 0")]
    [InlineData("set /a value --create")]
    [InlineData("set /a -- -5")]
    [InlineData("set /a @value")]
    [InlineData("ls / --json")]
    [InlineData("rm /a --recursive")]
    [InlineData("watch /a")]
    [InlineData("watch /a --data --children --count 3 --timeout 30s --json")]
    [InlineData("server --port 0 --host 127.0.0.1")]
    [InlineData("server --host localhost")]
    [InlineData("server --data-dir d --keep-snapshots 5")]
    [InlineData("demo --repository . --agents 3 --connect h:1")]
    [InlineData("deploy agent --path /p --root d --id n --state-dir s --allow-scheme file,http,git --json")]
    [InlineData("deploy agent --path /p --root d --allow-scheme https")]
    [InlineData("deploy publish --path /p --url u --commit c --relative-path d --wait --timeout 5m --json")]
    [InlineData("deploy status --path /p --json")]
    [InlineData("get /a --auth digest:u:p --auth ip:127.0.0.1")]
    public void Parse_LegalLine_HasNoErrors(string line) => Assert.Empty(CliRun.Parse(line.Split(' ')).Errors);

    [Theory]
    [InlineData("get", "PATH is missing")]
    [InlineData("get app", "it must start with '/'")]
    [InlineData("get /a/", "'/a/' is not a znode path")]
    [InlineData("get /a/../b", "'/a/../b' is not a znode path")]
    [InlineData("get /a --jsno", "'--jsno'")]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("set /a", "VALUE is missing")]
    [InlineData("set /a v --version -1", "'-1' is not a number of 0 or more")]
    [InlineData("set /a v --version x", "'x' is not a number")]
    [InlineData("set /a v --version 1 --create", "exclude each other")]
    [InlineData("rm / --recursive", "'/' cannot be deleted")]
    [InlineData("watch /a --count 0", "'0' is not a number of 1 or more")]
    [InlineData("watch /a --timeout soon", "'soon' is not a time")]
    [InlineData("watch /a --tree --depth -1", "'-1'")]
    [InlineData("server --port 65536", "0 to 65535")]
    [InlineData("server --host example", "'example' is not an IP address")]
    [InlineData("server --connect h:1", "listens")]
    [InlineData("demo --agents 1", "2 to 50")]
    [InlineData("deploy agent --path /p", "--root")]
    [InlineData("deploy agent --path /p --root d --allow-scheme ext", "'ext' is not a URL scheme")]
    [InlineData("deploy publish --path /p --url u --commit c", "--relative-path")]
    [InlineData("deploy publish --path /p --url u --commit c --relative-path d --timeout 1m", "--wait as well")]
    [InlineData("deploy publish --path /p --url u --commit c --relative-path d --canary few", "'few'")]
    [InlineData("deploy status", "--path")]
    [InlineData("get /a --auth digest:nopassword", "SCHEME:CREDENTIAL")]
    [InlineData("get /a --session-timeout 0s", "'0s' is not a time")]
    public async Task Run_IllegalLine_SaysWhyAndEndsWithUsage(string line, string why)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("zkr: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("[ZkUsage]", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help'", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData("deploy")]
    public async Task Run_VerbMissing_ShowsThePageOnStderrAndEndsWithUsage(string line)
    {
        var run = await CliRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("Verbs:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Run_BadCredentials_AreNeverRepeated()
    {
        var run = await CliRun.OfAsync("get", "/a", "--auth", "hunter2");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadCredentialsInTheEnvironment_EndWithUsageAndAreNeverRepeated()
    {
        using var stop = StopSignals.None();
        var run = await CliRun.OfAsync(new CapturedHost().With(GlobalOptions.AuthVariable, "hunter2"), stop, "get", "/a");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(GlobalOptions.AuthVariable, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadConnectString_EndsWithUsage()
    {
        var run = await CliRun.OfAsync("get", "/a", "--connect", "host:99999");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("no legal port in 'host:99999'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./zk")]
    [InlineData(".\\zk")]
    public async Task Run_AFolderForServers_IsNamed(string folder)
    {
        var run = await CliRun.OfAsync("get", "/a", "--connect", folder);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("looks like a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsPrinted()
    {
        var run = await CliRun.OfAsync("--version");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }
}
