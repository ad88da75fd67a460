using System.Threading.Channels;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.TestKit.Time;

namespace ZkReactive.PowerShell.Tests.Bridging;

public sealed class DeployProgressTests
{
    [Fact]
    public void Describe_NoAgents_SaysItWaits() =>
        Assert.Equal(("Waiting for agents", 0), DeployProgress.Describe(Status()));

    [Fact]
    public void Describe_SomeFinished_CountsThem() => Assert.Equal(
        ("3 of 4 agents done, 1 failed", 75),
        DeployProgress.Describe(Status(DeployAgentState.Succeeded, DeployAgentState.Fetching, DeployAgentState.Failed, DeployAgentState.Succeeded)));

    [Fact]
    public void Describe_AllSucceeded_IsFull() => Assert.Equal(
        ("2 of 2 agents done", 100), DeployProgress.Describe(Status(DeployAgentState.Succeeded, DeployAgentState.Succeeded)));

    [Fact]
    public void Report_ManyStates_ShowsAtMostFiveASecondAndAlwaysTheLast()
    {
        var time = new ManualTimeProvider();
        var posted = Channel.CreateBounded<Action>(1000);
        var shown = new List<(int Agents, DateTimeOffset At)>();
        using var progress = new DeployProgress(new PipelinePost(posted.Writer), status => shown.Add((status.Agents.Count, time.GetUtcNow())), time);

        for (var i = 1; i <= 300; i++)
        {
            progress.Report(Status(new DeployAgentState[i]));
            Show();
            time.Advance(TimeSpan.FromMilliseconds(10));
            Show();
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Show();
        Assert.Equal((1, 300), (shown[0].Agents, shown[^1].Agents));
        Assert.InRange(shown.Count, 10, 16);
        Assert.All(shown.Zip(shown.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= DeployProgress.Pace));

        void Show()
        {
            while (posted.Reader.TryRead(out var show)) show();
        }
    }

    [Fact]
    public void Report_StateThatCameTooSoon_IsShownWhenNothingFollows()
    {
        var time = new ManualTimeProvider();
        var posted = Channel.CreateBounded<Action>(10);
        var shown = new List<int>();
        using var progress = new DeployProgress(new PipelinePost(posted.Writer), status => shown.Add(status.Agents.Count), time);

        progress.Report(Status(new DeployAgentState[1]));
        progress.Report(Status(new DeployAgentState[2]));
        progress.Report(Status(new DeployAgentState[3]));
        time.Advance(DeployProgress.Pace);

        while (posted.Reader.TryRead(out var show)) show();
        Assert.Equal([1, 3], shown);
    }

    private static DeployStatus Status(params DeployAgentState[] states) => new()
    {
        Path = "/app/config",
        Agents = [.. states.Select((state, i) => new DeployAgentStatus { Path = "/app/config", Agent = $"web{i}", State = state })],
    };
}
