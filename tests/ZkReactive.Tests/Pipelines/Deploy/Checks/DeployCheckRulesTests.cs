using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Checks;

namespace ZkReactive.Tests.Pipelines.Deploy.Checks;

public sealed class DeployCheckRulesTests
{
    private static readonly DeployManifest Plain = new() { Url = "https://example.org/x.git", CommitId = new string('a', 40), RelativePath = "x" };

    [Theory]
    [InlineData("web:80", "web", 80)]
    [InlineData("127.0.0.1:65535", "127.0.0.1", 65535)]
    [InlineData("[::1]:80", "::1", 80)]
    public void Address_Good_IsTakenApart(string text, string host, int port) => Assert.Equal((host, port), DeployCheckRules.Address(text));

    [Theory]
    [InlineData("web")]
    [InlineData(":80")]
    [InlineData("web:0")]
    [InlineData("web:65536")]
    [InlineData("web:-1")]
    [InlineData("::1:80")]
    [InlineData("a b:80")]
    public void Address_Bad_IsNone(string text) => Assert.Null(DeployCheckRules.Address(text));

    [Fact]
    public void Check_WhatNobodyCanRun_NamesTheField()
    {
        Assert.Empty(Fields(Plain));
        Assert.Empty(Fields(Plain with { PostDeploy = new("./restart.sh", ["a b"]), HealthCheck = new() { Http = "http://127.0.0.1/health" } }));
        Assert.Equal(["healthCheck"], Fields(Plain with { HealthCheck = new() }));
        Assert.Equal(["healthCheck"], Fields(Plain with { HealthCheck = new() { Tcp = "a:1", Http = "http://a/" } }));
        Assert.Equal(["healthCheck.tcp"], Fields(Plain with { HealthCheck = new() { Tcp = "a" } }));
        Assert.Equal(["healthCheck.http"], Fields(Plain with { HealthCheck = new() { Http = "ftp://a/" } }));
        Assert.Equal(["healthCheck.http"], Fields(Plain with { HealthCheck = new() { Http = "http://user:secret@a/" } }));
        Assert.Equal(["healthCheck.command"], Fields(Plain with { HealthCheck = new() { Command = "../x" } }));
        Assert.Equal(["postDeploy.command"], Fields(Plain with { PostDeploy = new(" ", []) }));
        Assert.Equal(["postDeploy.arguments"], Fields(Plain with { PostDeploy = new("x", ["\0"]) }));
    }

    [Theory]
    [InlineData(DeployCommandRule.Signed, false, false)]
    [InlineData(DeployCommandRule.Signed, true, true)]
    [InlineData(DeployCommandRule.Always, false, true)]
    [InlineData(DeployCommandRule.Never, true, false)]
    public void CheckAllowed_ACommand_FollowsTheAgentsRule(DeployCommandRule rule, bool isVouchedFor, bool isAllowed)
    {
        foreach (var manifest in new[] { Plain with { PostDeploy = new("x", []) }, Plain with { HealthCheck = new() { Command = "x" } } })
        {
            var problem = DeployCheckRules.CheckAllowed(manifest, rule, isVouchedFor);
            Assert.Equal(isAllowed, problem is null);
            if (!isAllowed) Assert.Equal(DeployErrorIds.CommandNotAllowed, problem!.ErrorId);
        }
    }

    [Fact]
    public void CheckAllowed_ProbesWithoutCommands_AreAllowedAlways() =>
        Assert.Null(DeployCheckRules.CheckAllowed(Plain with { HealthCheck = new() { Tcp = "a:1" } }, DeployCommandRule.Never, isVouchedFor: false));

    private static string[] Fields(DeployManifest manifest) => [.. DeployRules.Check(manifest, DeployUrlSchemes.All).Select(problem => problem.Field)];
}
