using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Tests.Pipelines.Deploy.Effects;

/// <summary>A commit that is on disk already does not make a wrong URL right.</summary>
public sealed class TreeOriginTests : IDisposable
{
    private readonly DeployScratch _scratch = new();

    private GitRepository Repository => _scratch.Repository;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task A_wrong_url_fails_although_its_commit_stands_there(DeployMode mode)
    {
        var commit = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(commit, mode: mode));
        var wrong = Repository.Manifest(commit, mode: mode) with { Url = _scratch.In("nowhere") };
        Assert.Equal(DeployErrorIds.RemoteUnreachable, await _scratch.FailAsync(wrong));
        Assert.Equal(commit, _scratch.Stands());
    }

    [Fact]
    public async Task A_repository_without_the_commit_fails_although_a_release_of_it_is_there()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first));
        await _scratch.DeployAsync(Repository.Manifest(second), "d2");
        var other = new GitRepository(_scratch.In("other"));
        other.Commit("file", "else");
        Assert.Equal(DeployErrorIds.CommitMissing, await _scratch.FailAsync(Repository.Manifest(first) with { Url = other.Location }));
        Assert.Equal(second, _scratch.Stands());
    }

    [Fact]
    public async Task Another_url_of_the_same_repository_is_asked_once()
    {
        var commit = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(commit));
        var moved = _scratch.In("moved");
        GitRepository.Run(_scratch.In("."), "clone", "-q", "--bare", Repository.Location, moved);
        await _scratch.DeployAsync(Repository.Manifest(commit) with { Url = moved }, "d2");
        Assert.Equal([DeployAgentState.Fetching], _scratch.Steps);
        await _scratch.DeployAsync(Repository.Manifest(commit) with { Url = moved }, "d3");
        Assert.Empty(_scratch.Steps);
        Assert.Equal(commit, _scratch.Stands());
    }

    [Fact]
    public async Task Going_back_to_a_release_that_is_there_asks_nobody()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first));
        await _scratch.DeployAsync(Repository.Manifest(second), "d2");
        Directory.Move(Repository.Location, _scratch.In("away"));
        await _scratch.DeployAsync(Repository.Manifest(first), "d3");
        Assert.Equal([DeployAgentState.Switching], _scratch.Steps);
        Assert.Equal(first, _scratch.Stands());
    }

    [Fact]
    public async Task A_release_of_an_agent_that_noted_no_origin_is_asked_for_once()
    {
        var commit = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(commit));
        File.Delete(Path.Combine(_scratch.Target, ".git", "zkreactive-origin"));
        await _scratch.DeployAsync(Repository.Manifest(commit), "d2");
        Assert.Equal([DeployAgentState.Fetching], _scratch.Steps);
    }

    [Fact]
    public async Task The_same_deploy_after_a_restart_asks_nobody()
    {
        var commit = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(commit));
        File.Delete(Path.Combine(_scratch.Target, ".git", "zkreactive-origin"));
        Directory.Move(Repository.Location, _scratch.In("away"));
        await _scratch.DeployAsync(Repository.Manifest(commit));
        Assert.Empty(_scratch.Steps);
    }
}
