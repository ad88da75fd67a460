using ZkReactive.Cli.Demo;
using ZkReactive.Cli.Tests.Support;

namespace ZkReactive.Cli.Tests.Demo;

public sealed class DemoRepositoryTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("zkr-tests-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Fact]
    public async Task Repository_AroundTheDirectory_IsFound()
    {
        using var repository = new GitRepository(commits: 3);
        var below = Directory.CreateDirectory(Path.Combine(repository.Path, "src", "deep")).FullName;

        var found = await FindAsync(null, below);

        Assert.Equal(repository.Head, found.Newest);
        Assert.Equal(GitRepository.Git(repository.Path, "rev-list", "--max-parents=0", "HEAD"), found.Older);
    }

    [Fact]
    public async Task Repository_Dirty_IsUsedAsCommitted()
    {
        using var repository = new GitRepository();
        await File.WriteAllTextAsync(Path.Combine(repository.Path, "version.txt"), "not committed");

        Assert.Equal(repository.Head, (await FindAsync(null, repository.Path)).Newest);
    }

    [Fact]
    public async Task Worktree_IsFoundAndItsUrlCanBeCloned()
    {
        using var repository = new GitRepository();
        var worktree = Path.Combine(repository.Directory, "worktree");
        GitRepository.Git(repository.Path, "worktree", "add", "--quiet", "--detach", worktree, "HEAD~1");
        repository.Commit("newer\n");

        var found = await FindAsync(null, repository.Path);
        GitRepository.Git(_scratch, "clone", "--quiet", found.Url, "clone");

        Assert.Equal(found.Newest, GitRepository.Git(Path.Combine(_scratch, "clone"), "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Clone_OfDepthOne_GetsAThrowAwayRepository()
    {
        using var repository = new GitRepository();
        var shallow = Path.Combine(repository.Directory, "shallow");
        GitRepository.Git(repository.Directory, "clone", "--quiet", "--depth=1", repository.Url, shallow);

        var made = await DemoRepository.FindAsync(null, shallow, [shallow], _scratch, CancellationToken.None);

        Assert.StartsWith("a throw-away repository", made.Description, StringComparison.Ordinal);
        Assert.NotEqual(made.Older, made.Newest);
    }

    [Fact]
    public async Task Directory_WithoutRepository_GetsAThrowAwayRepository()
    {
        var bare = Directory.CreateDirectory(Path.Combine(_scratch, "archive")).FullName;

        var made = await DemoRepository.FindAsync(null, bare, [bare], _scratch, CancellationToken.None);

        Assert.StartsWith("a throw-away repository", made.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_WithASpace_IsFoundAndItsUrlCanBeCloned()
    {
        using var repository = new GitRepository();
        var spaced = Path.Combine(repository.Directory, "with space %41");
        Directory.Move(repository.Path, spaced);

        var found = await FindAsync(spaced, _scratch);
        GitRepository.Git(_scratch, "clone", "--quiet", found.Url, "clone");

        Assert.Equal(found.Newest, GitRepository.Git(Path.Combine(_scratch, "clone"), "rev-parse", "HEAD"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData(".")]
    public async Task RepositoryAskedFor_ThatIsNone_IsRefused(string path)
    {
        var error = await Assert.ThrowsAsync<CliException>(() => FindAsync(path, _scratch));

        Assert.Equal("ZkDemoNoRepository", error.ErrorId);
    }

    private Task<DemoRepository> FindAsync(string? wanted, string directory) => DemoRepository.FindAsync(wanted, directory, _scratch, CancellationToken.None);
}
