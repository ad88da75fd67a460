using ZkReactive.Cli.Tests.Support;
using ZkReactive.TestKit.Snapshots;

namespace ZkReactive.Cli.Tests.Help;

public sealed class HelpTextTests
{
    public static TheoryData<string> Pages =>
        ["", "get", "set", "ls", "rm", "watch", "server", "demo", "deploy", "deploy publish", "deploy agent", "deploy status",
         "deploy undo", "deploy halt", "deploy resume", "deploy hook", "deploy key", "deploy key new",
         "lock", "journal", "ensemble", "ensemble new", "ensemble start", "ensemble status", "ensemble stop", "ensemble test",
         "policy", "policy publish", "policy remove", "policy test", "policy list", "policy watch"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_At80Columns_IsAsVerified(string verb)
    {
        var run = await CliRun.OfAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Empty(run.Error);
        Snapshot.Verify(run.Out, verb.Length == 0 ? "zkr" : verb.Replace(' ', '-'));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FitsIn80Columns(string verb)
    {
        var run = await CliRun.OfAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("get", "-h")]
    [InlineData("deploy publish", "-?")]
    public async Task Page_IsShownForTheShortOptionsToo(string verb, string option)
    {
        var run = await CliRun.OfAsync([.. verb.Split(' '), option]);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains($"zkr {verb}", run.Out, StringComparison.Ordinal);
    }
}
