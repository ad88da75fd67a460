using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Bridging;

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

    private static DeployStatus Status(params DeployAgentState[] states) => new()
    {
        Path = "/app/config",
        Agents = [.. states.Select((state, i) => new DeployAgentStatus { Path = "/app/config", Agent = $"web{i}", State = state })],
    };
}
