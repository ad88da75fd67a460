using ZkReactive.Client;
using ZkReactive.Ensemble;
using ZkReactive.Ensemble.Status;

namespace ZkReactive.Tests.Ensemble.Status;

public class ServerFindingsTests
{
    private static readonly DoctorOptions Options = new();

    [Fact]
    public void Of_HealthyThree_IsAllWell() =>
        Assert.All(ServerFindings.Of([Leader(), Follower(), Follower()], Options), finding => Assert.Equal(FindingSeverity.Ok, finding.Severity));

    [Fact]
    public void Of_OneDown_IsAnErrorOfTheServerAndAWarningOfTheQuorum()
    {
        var findings = ServerFindings.Of([Leader(), Follower(), new(new("c", 1), ServerMode.Unreachable) { Problem = "connection refused" }], Options).ToList();
        Assert.Contains(findings, f => f is { Check: "Reach", Severity: FindingSeverity.Error, Server: "c:1" });
        Assert.Contains(findings, f => f is { Check: "Quorum", Severity: FindingSeverity.Warning });
    }

    [Theory]
    [InlineData("Quorum", FindingSeverity.Error, ServerMode.Leader, ServerMode.Leader, ServerMode.Follower)]
    [InlineData("Quorum", FindingSeverity.Error, ServerMode.Standalone, ServerMode.Standalone, ServerMode.Standalone)]
    [InlineData("Quorum", FindingSeverity.Error, ServerMode.NotServing, ServerMode.NotServing, ServerMode.Unreachable)]
    [InlineData("Quorum", FindingSeverity.Info, ServerMode.Follower, ServerMode.Follower)]
    [InlineData("Quorum", FindingSeverity.Info, ServerMode.Standalone)]
    public void Of_Modes_JudgeTheQuorum(string check, FindingSeverity severity, params ServerMode[] modes)
    {
        var findings = ServerFindings.Of([.. modes.Select(mode => Server(mode))], Options);
        Assert.Contains(findings, f => f.Check == check && f.Severity == severity && f.Remedy.Length > 0);
    }

    [Fact]
    public void Of_Troubles_EachHasItsFindingAndRemedy()
    {
        var findings = ServerFindings.Of(
            [
                Leader() with { Version = "3.9.1", Latency = new(0, 80, 900) },
                Follower() with
                {
                    AllowsMonitoring = false, Lag = 5000, Outstanding = 500, Watches = 200_000, LargestResponseBytes = 1_000_000, FileDescriptors = (900, 1000),
                },
                Follower(),
            ],
            Options).Where(f => f.Severity == FindingSeverity.Warning).ToList();
        Assert.Equal(["Files", "Lag", "Load", "Load", "Packets", "Version", "Watches", "Whitelist"], findings.Select(f => f.Check).Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.NotEmpty(f.Remedy));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(20_000, true)]
    public void Of_SlowMean_CountsOnceThereWereRequestsEnough(long requests, bool isWarned) =>
        Assert.Equal(isWarned, ServerFindings.Of([Leader() with { Latency = new(0, 80, 900), Requests = requests }, Follower(), Follower()], Options).Any(f => f is { Check: "Load", Severity: FindingSeverity.Warning }));

    [Fact]
    public void Of_OldServers_AreToldWhatTheyLack() =>
        Assert.Contains(ServerFindings.Of([Server(ServerMode.Standalone) with { Version = "3.4.14" }], Options), f => f is { Check: "Version", Severity: FindingSeverity.Info });

    [Fact]
    public void OfSession_ClampedTimeout_IsAWarning()
    {
        Assert.Equal(FindingSeverity.Warning, ServerFindings.OfSession(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(40)).Severity);
        Assert.Equal(FindingSeverity.Ok, ServerFindings.OfSession(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)).Severity);
    }

    private static ZkServerStatus Leader() => Server(ServerMode.Leader);

    private static ZkServerStatus Follower() => Server(ServerMode.Follower);

    private static ZkServerStatus Server(ServerMode mode) => new(new ZkHost("a", 2181), mode)
    {
        Version = "3.8.0", Lag = 0, Outstanding = 0, Watches = 10, LargestResponseBytes = 100, FileDescriptors = (10, 1000), AllowsMonitoring = true, Latency = new(0, 1, 2),
    };
}
