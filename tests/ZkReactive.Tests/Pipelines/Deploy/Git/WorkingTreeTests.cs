using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Git;
using ZkReactive.TestKit.Logging;

namespace ZkReactive.Tests.Pipelines.Deploy.Git;

/// <summary>When git is asked what stands in a tree, which makes it look at every file.</summary>
public sealed class WorkingTreeTests : IDisposable
{
    private readonly DeployScratch _scratch = new();

    private GitRepository Repository => _scratch.Repository;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void IsElsewhere_OnlyWhereHeadIsAnotherCommitsId()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        Assert.False(WorkingTree.IsElsewhere(Repository.Location, first));

        Repository.Git("checkout", "-q", "--detach", first);
        Assert.False(WorkingTree.IsElsewhere(Repository.Location, first));
        Assert.False(WorkingTree.IsElsewhere(Repository.Location, first.ToUpperInvariant()));
        Assert.True(WorkingTree.IsElsewhere(Repository.Location, second));

        Assert.False(WorkingTree.IsElsewhere(_scratch.In("nothing"), first));
        File.WriteAllText(Path.Combine(Repository.Location, ".git", "HEAD"), "0000");
        Assert.False(WorkingTree.IsElsewhere(Repository.Location, first));
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task TheNextCommit_IsFetchedBeforeGitLooksThroughTheTree_AndTheSameOneIsNot(DeployMode mode)
    {
        var (first, second) = (Repository.Commit("file", "one"), Repository.Commit("file", "two"));
        await _scratch.DeployAsync(Repository.Manifest(first, mode: mode));

        var commands = await CommandsAsync(Repository.Manifest(second, mode: mode), "d2");
        Assert.True(commands.IndexOf("status") > commands.IndexOf("fetch"), string.Join(", ", commands));

        Assert.Equal(["status"], await CommandsAsync(Repository.Manifest(second, mode: mode), "d3"));
    }

    private async Task<List<string>> CommandsAsync(DeployManifest manifest, string deployId)
    {
        using var logs = new RecordingLoggerFactory();
        _scratch.Logger = logs.CreateLogger("git");
        await _scratch.DeployAsync(manifest, deployId);
        return [.. logs.Lines.Where(line => line.Message.StartsWith("git ", StringComparison.Ordinal)).Select(line => line.Message.Split(' ')[1])];
    }
}
