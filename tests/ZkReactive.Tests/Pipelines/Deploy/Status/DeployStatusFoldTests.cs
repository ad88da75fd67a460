using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Status;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy.Status;

/// <summary>An agent's presence and its result arrive apart.</summary>
public sealed class DeployStatusFoldTests
{
    private const string Old = "1111111111111111111111111111111111111111";
    private const string New = "2222222222222222222222222222222222222222";
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("succeeded", "d1")]
    [InlineData("switching", "d2")]
    [InlineData("pending", null)]
    public void Of_ResultBeforeThePresenceSpeaksOfIt_RunsWhatTheResultReadBack(string state, string? deployId) =>
        Assert.Equal((DeployAgentState.Succeeded, New), Fold(new("host", state, Old, deployId, Noon.AddSeconds(-1))));

    [Fact]
    public void Of_PresenceOfTheSameDeployAtItsEnd_RunsWhatThePresenceSays() =>
        Assert.Equal((DeployAgentState.Succeeded, Old), Fold(new("host", "succeeded", Old, "d2", Noon)));

    [Fact]
    public void Of_PresenceOfALaterDeploy_RunsWhatThePresenceSays() =>
        Assert.Equal((DeployAgentState.Succeeded, Old), Fold(new("host", "fetching", Old, "d3", Noon.AddSeconds(1))));

    private static (DeployAgentState State, string? Running) Fold(PresenceData presence)
    {
        var manifest = new DeployManifest { Url = "https://example.org/app.git", CommitId = New, RelativePath = "app", DeployId = "d2" };
        var ticket = new DeployTicket("d2", manifest, [], new Zxid(2), new NodeVersion(1), default);
        var result = new ResultData("succeeded", New, true, null, 0.5, Noon, "host");
        var agent = DeployStatusFold.Of(ZkPath.Parse("/c"), ticket, ticket.Version, new Dictionary<string, PresenceData?> { ["a1"] = presence }, new Dictionary<string, ResultData?> { ["a1"] = result }).Agents.Single();
        return (agent.State, agent.Running);
    }
}
