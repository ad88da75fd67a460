using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Git;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>The work of a deploy on disk, against real git and temporary repositories.</summary>
[Trait("Trap", "15")]
public sealed class DeployWorkerTests : IDisposable
{
    private readonly DeployScratch _scratch = new();

    private GitRepository Repository => _scratch.Repository;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_release_is_a_clean_working_tree_of_exactly_the_commit()
    {
        var first = Repository.Commit("file", "one");
        Repository.Commit("file", "two");
        var result = await _scratch.DeployAsync(Repository.Manifest(first));
        Assert.Equal(new DeployWorkResult(first, true, true), result);
        Assert.Equal("one", _scratch.Read("file"));
        Assert.Equal(first, _scratch.Stands());
        Assert.Equal(Path.Combine("app.releases", first), new DirectoryInfo(_scratch.Target).LinkTarget);
        Assert.Equal([DeployAgentState.Fetching, DeployAgentState.CheckingOut, DeployAgentState.Switching], _scratch.Steps);
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task The_cache_keeps_what_there_are_releases_of_and_grows_no_further(DeployMode mode)
    {
        var options = _scratch.Options with { KeepReleases = 3 };
        var commits = new List<string>();
        for (var i = 0; i < GitCache.MostPacks + 3; i++)
        {
            commits.Add(Repository.Commit("file", $"{i}"));
            await _scratch.DeployAsync(Repository.Manifest(commits[^1], mode: mode), $"d{i}", options);
            if (i == GitCache.MostPacks) Assert.Equal(1, Packs());
        }

        var cache = Assert.Single(Directory.GetDirectories(Path.Combine(_scratch.Root, ".zkreactive", "cache")));
        Assert.Equal(3, Packs());
        var pinned = GitRepository.Run(cache, "for-each-ref", "--format=%(refname:lstrip=2)").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(commits.TakeLast(mode == DeployMode.Release ? 5 : 3).Order(StringComparer.Ordinal), pinned.Order(StringComparer.Ordinal));
        Assert.Equal("", GitRepository.Run(cache, "fsck", "--no-dangling", "--no-progress"));
        if (mode == DeployMode.Release) Assert.Equal(commits.TakeLast(3).Order(StringComparer.Ordinal), _scratch.ReleaseNames().Where(name => name[0] != '.'));

        int Packs() => Directory.GetFiles(Path.Combine(_scratch.Root, ".zkreactive", "cache"), "*.pack", SearchOption.AllDirectories).Length;
    }

    [Fact]
    public async Task In_place_one_working_tree_goes_from_commit_to_commit()
    {
        var first = Repository.Commit("old", "one");
        Repository.Git("rm", "-q", "old");
        var second = Repository.Commit("new", "two");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: DeployMode.InPlace));
        File.WriteAllText(Path.Combine(_scratch.Target, "old"), "changed by hand");
        File.WriteAllText(Path.Combine(_scratch.Target, "stray"), "not in the commit");
        var result = await _scratch.DeployAsync(Repository.Manifest(second, mode: DeployMode.InPlace), "d2");
        Assert.Equal(new DeployWorkResult(second, true, true), result);
        Assert.Equal(["new"], Directory.GetFiles(_scratch.Target).Select(path => Path.GetFileName(path)));
        Assert.Null(new DirectoryInfo(_scratch.Target).LinkTarget);
        Assert.Equal(second, _scratch.Stands());
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task A_branch_that_was_moved_back_does_not_matter(DeployMode mode)
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        Repository.Git("reset", "-q", "--hard", first);
        await _scratch.DeployAsync(Repository.Manifest(second, mode: mode));
        Assert.Equal(second, _scratch.Stands());
    }

    [Fact]
    public async Task A_force_pushed_branch_does_not_matter()
    {
        Repository.Commit("file", "one");
        var lost = Repository.Commit("file", "lost");
        Repository.Git("commit", "-q", "--amend", "-m", "rewritten");
        await _scratch.DeployAsync(Repository.Manifest(lost));
        Assert.Equal(lost, _scratch.Stands());
    }

    [Fact]
    public async Task A_server_that_refuses_commits_by_id_is_asked_for_its_branches()
    {
        var first = Repository.Commit("file", "one");
        Repository.Git("tag", "v1");
        Repository.Commit("file", "two");
        // A protocol without commits by id, as old servers have it.
        Repository.Git("config", "uploadpack.allowAnySHA1InWant", "false");
        var other = _scratch.In("dumb.git");
        GitRepository.Run(_scratch.In("."), "clone", "-q", "--bare", Repository.Location, other);
        await _scratch.DeployAsync(Repository.Manifest(first) with { Url = "file://" + other });
        Assert.Equal(first, _scratch.Stands());
    }

    [Fact]
    public async Task The_same_deploy_again_does_nothing_even_if_the_application_wrote_into_its_tree()
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first));
        File.WriteAllText(Path.Combine(_scratch.Target, "log"), "written by the application");
        var again = await _scratch.DeployAsync(Repository.Manifest(first));
        Assert.Equal(new DeployWorkResult(first, IsClean: false, IsChanged: false), again);
        Assert.Empty(_scratch.Steps);
    }

    [Fact]
    public async Task Another_deploy_of_the_same_commit_does_nothing_when_the_tree_is_clean()
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first));
        Assert.Equal(new DeployWorkResult(first, true, IsChanged: false), await _scratch.DeployAsync(Repository.Manifest(first), "d2"));
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task Another_deploy_of_the_same_commit_repairs_a_dirty_tree(DeployMode mode)
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: mode));
        File.WriteAllText(Path.Combine(_scratch.Target, "file"), "changed by hand");
        Assert.Equal(new DeployWorkResult(first, true, true), await _scratch.DeployAsync(Repository.Manifest(first, mode: mode), "d2"));
        Assert.Equal("one", _scratch.Read("file"));
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task A_tree_that_somebody_moved_to_another_commit_is_not_believed_after_a_restart(DeployMode mode)
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: mode));
        await _scratch.DeployAsync(Repository.Manifest(second, mode: mode), "d2");
        GitRepository.Run(_scratch.Target, "fetch", "-q", Repository.Location, first);
        GitRepository.Run(_scratch.Target, "checkout", "-q", first);
        await _scratch.DeployAsync(Repository.Manifest(second, mode: mode), "d2");
        Assert.Equal(second, _scratch.Stands());
    }

    [Fact]
    public async Task A_rollback_needs_no_repository_and_five_releases_are_kept()
    {
        var commits = Enumerable.Range(0, 8).Select(i => Repository.Commit("file", $"{i}")).ToList();
        foreach (var commit in commits) await _scratch.DeployAsync(Repository.Manifest(commit), commit);
        Assert.Equal(commits.TakeLast(5).Order(StringComparer.Ordinal), _scratch.ReleaseNames());
        Directory.Move(Repository.Location, Repository.Location + ".away");
        Assert.True((await _scratch.DeployAsync(Repository.Manifest(commits[4]), "back")).IsChanged);
        Assert.Equal([DeployAgentState.Switching], _scratch.Steps);
        Assert.Equal(commits[4], _scratch.Stands());
    }

    [Fact]
    public async Task A_release_stays_whole_without_the_cache()
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first));
        Trash.Delete(_scratch.Options.StateDirectory);
        Assert.Equal(first, _scratch.Stands());
    }

    [Fact]
    public async Task A_damaged_cache_is_made_anew()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first));
        foreach (var pack in Directory.GetFiles(_scratch.Options.StateDirectory, "*.pack", SearchOption.AllDirectories))
        {
            File.SetAttributes(pack, FileAttributes.Normal);
            File.WriteAllText(pack, "damaged");
        }

        await _scratch.DeployAsync(Repository.Manifest(second), "d2");
        Assert.Equal(second, _scratch.Stands());
    }

    [Fact]
    public async Task Half_a_pack_of_another_repository_does_not_fill_the_disk_for_ever()
    {
        var packs = Directory.CreateDirectory(Path.Combine(_scratch.Options.StateDirectory, "cache", "other.git", "objects", "pack"));
        var half = Path.Combine(packs.FullName, "tmp_pack_123456");
        File.WriteAllText(half, "as a git without room leaves it");
        await _scratch.DeployAsync(Repository.Manifest(Repository.Commit("file", "one")));
        Assert.False(File.Exists(half));
    }

    [Fact]
    public async Task Submodules_come_with_the_commit()
    {
        var library = new GitRepository(_scratch.In("library"));
        var old = library.Commit("lib", "lib one");
        library.Commit("lib", "lib two");
        Repository.Commit("file", "one");
        Repository.Git("submodule", "--quiet", "add", library.Location, "deps/library");
        GitRepository.Run(Path.Combine(Repository.Location, "deps/library"), "checkout", "-q", old);
        var commit = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(commit));
        Assert.Equal("lib one", _scratch.Read("deps/library/lib"));
        Assert.Equal(commit, _scratch.Stands());
        await _scratch.DeployAsync(Repository.Manifest(commit, "tree", DeployMode.InPlace), "d2");
        Assert.Equal("lib one", File.ReadAllText(Path.Combine(_scratch.Root, "tree/deps/library/lib")));
    }

    [Fact]
    public async Task An_empty_directory_is_taken()
    {
        var commit = Repository.Commit("file", "one");
        Directory.CreateDirectory(_scratch.Target);
        await _scratch.DeployAsync(Repository.Manifest(commit));
        Assert.Equal(commit, _scratch.Stands());
    }

    [Fact]
    public async Task A_link_within_the_root_and_a_root_that_is_a_link_are_followed()
    {
        var commit = Repository.Commit("file", "one");
        var real = Directory.CreateDirectory(_scratch.In("real")).FullName;
        Directory.CreateSymbolicLink(_scratch.Root, real);
        Directory.CreateDirectory(Path.Combine(real, "disk"));
        Directory.CreateSymbolicLink(Path.Combine(real, "link"), "disk");
        await _scratch.DeployAsync(Repository.Manifest(commit, "link/app"));
        Assert.True(File.Exists(Path.Combine(real, "disk", "app", "file")));
    }

    [Fact]
    public async Task A_target_changes_its_mode_and_back()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first));
        await _scratch.DeployAsync(Repository.Manifest(second, mode: DeployMode.InPlace), "d2");
        Assert.Null(new DirectoryInfo(_scratch.Target).LinkTarget);
        Assert.Equal(second, _scratch.Stands());
        await _scratch.DeployAsync(Repository.Manifest(first), "d3");
        Assert.NotNull(new DirectoryInfo(_scratch.Target).LinkTarget);
        Assert.Equal(first, _scratch.Stands());
    }

    [Fact]
    public async Task What_a_killed_agent_left_half_done_is_swept_away_and_never_believed()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first));
        var half = Path.Combine(_scratch.Releases, ".tmp-123456");
        GitRepository.Run(_scratch.Root, "clone", "-q", Repository.Location, half);
        File.Delete(Path.Combine(half, "file"));
        // The release's own name, but a tree that was interrupted.
        var broken = Path.Combine(_scratch.Releases, second);
        Directory.CreateDirectory(Path.Combine(broken, ".git"));
        var cache = Directory.GetDirectories(Path.Combine(_scratch.Options.StateDirectory, "cache")).Single();
        File.WriteAllText(Path.Combine(cache, "shallow.lock"), "");
        File.WriteAllText(Path.Combine(cache, "packed-refs.lock"), "");
        await _scratch.DeployAsync(Repository.Manifest(second), "d2");
        Assert.Equal(second, _scratch.Stands());
        Assert.False(Path.Exists(half));
        Assert.Equal(Path.Combine("app.releases", second + "-2"), new DirectoryInfo(_scratch.Target).LinkTarget);
    }

    [Theory]
    [InlineData(DeployMode.Release, DeployAgentState.Fetching)]
    [InlineData(DeployMode.Release, DeployAgentState.CheckingOut)]
    [InlineData(DeployMode.Release, DeployAgentState.Switching)]
    [InlineData(DeployMode.InPlace, DeployAgentState.Fetching)]
    [InlineData(DeployMode.InPlace, DeployAgentState.CheckingOut)]
    public async Task Stopped_at_any_step_it_begins_again_and_ends_right(DeployMode mode, DeployAgentState at)
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: mode));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scratch.DeployAsync(
            Repository.Manifest(second, mode: mode),
            "d2",
            step: step =>
            {
                if (step == at) stop.Cancel();
            },
            cancellationToken: stop.Token));
        Assert.Equal(first, _scratch.Stands());
        await _scratch.DeployAsync(Repository.Manifest(second, mode: mode), "d2");
        Assert.Equal(second, _scratch.Stands());
    }

    [Fact]
    public async Task In_place_a_tree_without_a_record_is_done_again()
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: DeployMode.InPlace));
        File.Delete(Path.Combine(_scratch.Options.StateDirectory, "deployed.json"));
        File.WriteAllText(Path.Combine(_scratch.Target, ".git", "index.lock"), "");
        Assert.True((await _scratch.DeployAsync(Repository.Manifest(first, mode: DeployMode.InPlace))).IsChanged);
    }

    [Fact]
    public async Task Caches_of_repositories_that_nobody_deploys_from_any_more_go_after_a_month()
    {
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "one")));
        var caches = Path.Combine(_scratch.Options.StateDirectory, "cache");
        var used = Assert.Single(Directory.GetDirectories(caches));
        var unused = Directory.CreateDirectory(Path.Combine(caches, "0123456789abcdef01234567.git")).FullName;
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "two")), "d2");
        Assert.True(Directory.Exists(unused));
        Directory.SetLastWriteTimeUtc(unused, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31));
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "three")), "d3");
        Assert.Equal([used], Directory.GetDirectories(caches));
    }

    [Fact]
    public async Task A_cache_with_very_many_packs_is_begun_anew()
    {
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "one")));
        var cache = Assert.Single(Directory.GetDirectories(Path.Combine(_scratch.Options.StateDirectory, "cache")));
        for (var i = 0; i < 100; i++) await File.WriteAllBytesAsync(Path.Combine(cache, "objects", "pack", $"pack-{i}.pack"), []);
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "two")), "d2");
        Assert.False(Directory.Exists(cache));
        await _scratch.DeployAsync(_scratch.Repository.Manifest(_scratch.Repository.Commit("file", "three")), "d3");
        Assert.Equal("three", _scratch.Read("file"));
    }
}
