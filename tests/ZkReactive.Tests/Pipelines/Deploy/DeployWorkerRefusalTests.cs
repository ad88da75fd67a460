using System.Net;
using System.Net.Sockets;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>What the work of a deploy refuses, survives and names, against real git and temporary repositories.</summary>
public sealed class DeployWorkerRefusalTests : IDisposable
{
    private readonly DeployScratch _scratch = new();

    private GitRepository Repository => _scratch.Repository;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_submodule_that_is_gone_is_a_named_failure_and_what_ran_runs_on()
    {
        var first = Repository.Commit("file", "one");
        await _scratch.DeployAsync(Repository.Manifest(first));
        var library = new GitRepository(_scratch.In("library"));
        library.Commit("lib", "lib one");
        Repository.Git("submodule", "--quiet", "add", library.Location, "library");
        var commit = Repository.Commit("file", "two");
        Trash.Delete(library.Location);
        Assert.Equal(DeployErrorIds.SubmoduleFailed, await _scratch.FailAsync(Repository.Manifest(commit)));
        Assert.DoesNotContain(_scratch.ReleaseNames(), name => name.StartsWith(".tmp-", StringComparison.Ordinal));
        Assert.Equal(first, _scratch.Stands());
        Assert.Equal([first], _scratch.ReleaseNames().Where(name => name[0] != '.'));
    }

    [Fact]
    public async Task A_submodule_cannot_use_a_transport_that_is_not_allowed()
    {
        Repository.Commit("file", "one");
        File.WriteAllText(Path.Combine(Repository.Location, ".gitmodules"), "[submodule \"x\"]\n\tpath = x\n\turl = ext::touch ran\n");
        Directory.CreateDirectory(Path.Combine(Repository.Location, "x"));
        Repository.Git("update-index", "--add", "--cacheinfo", $"160000,{Repository.Head},x");
        var commit = Repository.Commit("file", "two");
        Assert.Equal(DeployErrorIds.SubmoduleFailed, await _scratch.FailAsync(Repository.Manifest(commit)));
        Assert.Empty(Directory.GetFiles(_scratch.Root, "ran", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Hooks_of_a_template_or_tree_never_run()
    {
        var first = Repository.Commit("file", "one");
        var second = Repository.Commit("file", "two");
        await _scratch.DeployAsync(Repository.Manifest(first, mode: DeployMode.InPlace));
        var hooks = Directory.CreateDirectory(Path.Combine(_scratch.Target, ".git", "hooks")).FullName;
        var ran = _scratch.In("hook-ran");
        var hook = Path.Combine(hooks, "post-checkout");
        File.WriteAllText(hook, $"#!/bin/sh\ntouch '{ran}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await _scratch.DeployAsync(Repository.Manifest(second, mode: DeployMode.InPlace), "d2");
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task An_unreachable_remote_is_named() =>
        Assert.Equal(DeployErrorIds.RemoteUnreachable, await _scratch.FailAsync(Repository.Manifest(new string('a', 40)) with { Url = _scratch.In("nowhere") }));

    [Fact]
    public async Task A_missing_commit_is_named()
    {
        Repository.Commit("file", "one");
        Assert.Equal(DeployErrorIds.CommitMissing, await _scratch.FailAsync(Repository.Manifest(new string('a', 40))));
    }

    [Fact]
    public async Task An_id_that_is_no_commit_is_named()
    {
        Repository.Commit("file", "one");
        Repository.Git("tag", "-a", "-m", "annotated", "v1");
        Assert.Equal(DeployErrorIds.CommitMissing, await _scratch.FailAsync(Repository.Manifest(Repository.Git("rev-parse", "v1").Trim())));
        Assert.Equal(DeployErrorIds.CommitMissing, await _scratch.FailAsync(Repository.Manifest(Repository.Git("rev-parse", "HEAD^{tree}").Trim())));
    }

    [Fact]
    public async Task An_empty_repository_has_no_commit() =>
        Assert.Equal(DeployErrorIds.CommitMissing, await _scratch.FailAsync(Repository.Manifest(new string('a', 40))));

    [Fact]
    public async Task A_git_that_hangs_is_killed_and_named()
    {
        Repository.Commit("file", "one");
        Assert.Equal(DeployErrorIds.GitTimeout, await _scratch.FailAsync(Repository.Manifest(Repository.Head), _scratch.Options with { GitTimeout = TimeSpan.FromTicks(1) }));
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task Somebody_elses_directory_is_left_alone(DeployMode mode)
    {
        var commit = Repository.Commit("file", "one");
        Directory.CreateDirectory(_scratch.Target);
        File.WriteAllText(Path.Combine(_scratch.Target, "precious"), "data");
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, mode: mode)));
        Assert.Equal("data", _scratch.Read("precious"));
    }

    [Theory]
    [InlineData(DeployMode.Release)]
    [InlineData(DeployMode.InPlace)]
    public async Task Somebody_elses_repository_is_left_alone_even_at_the_same_commit(DeployMode mode)
    {
        var commit = Repository.Commit("file", "one");
        Directory.CreateDirectory(_scratch.Root);
        GitRepository.Run(_scratch.Root, "clone", "-q", Repository.Location, "app");
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, mode: mode)));
    }

    [Fact]
    public async Task Somebody_elses_link_file_or_releases_directory_is_left_alone()
    {
        var commit = Repository.Commit("file", "one");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_scratch.Root, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(_scratch.Target, elsewhere);
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit)));
        File.WriteAllText(Path.Combine(_scratch.Root, "file"), "");
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, "file")));
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, "file/below")));
        Directory.CreateDirectory(Path.Combine(_scratch.Root, "other.releases", "x"));
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, "other")));
    }

    [Fact]
    public async Task A_link_on_the_way_out_of_the_root_is_refused()
    {
        var commit = Repository.Commit("file", "one");
        var outside = Directory.CreateDirectory(_scratch.In("outside")).FullName;
        Directory.CreateDirectory(_scratch.Root);
        Directory.CreateSymbolicLink(Path.Combine(_scratch.Root, "out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_scratch.Root, "climb"), Path.Combine("..", "outside"));
        Directory.CreateSymbolicLink(Path.Combine(_scratch.Root, "twice"), "climb");
        Directory.CreateSymbolicLink(Path.Combine(_scratch.Root, "circle"), "circle");
        foreach (var path in new[] { "out/app", "climb/app", "twice/app", "out", "circle/app", "circle" })
        {
            Assert.Equal(DeployErrorIds.PathLeavesRoot, await _scratch.FailAsync(Repository.Manifest(commit, path)));
        }

        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task A_target_inside_another_targets_tree_is_refused()
    {
        var commit = Repository.Commit("sub/file", "one");
        await _scratch.DeployAsync(Repository.Manifest(commit));
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, "app/sub")));
        await _scratch.DeployAsync(Repository.Manifest(commit, "tree", DeployMode.InPlace), "d2");
        Assert.Equal(DeployErrorIds.TargetOccupied, await _scratch.FailAsync(Repository.Manifest(commit, "tree/sub")));
    }

    [Fact]
    public async Task A_disk_that_takes_no_writes_is_named()
    {
        if (OperatingSystem.IsWindows()) return;
        var commit = Repository.Commit("file", "one");
        // A file where the root should be: works for root users too, whom no permission stops.
        File.WriteAllText(_scratch.Root, "");
        Assert.Equal(DeployErrorIds.DiskFailed, await _scratch.FailAsync(Repository.Manifest(commit, "a/b"), _scratch.Options with { StateDirectory = _scratch.In("state") }));
    }

    [Fact]
    public async Task Variables_of_a_hook_that_the_agent_runs_in_do_not_reach_git()
    {
        var commit = Repository.Commit("file", "one");
        var trap = new GitRepository(_scratch.In("trap"));
        Environment.SetEnvironmentVariable("GIT_DIR", Path.Combine(trap.Location, ".git"));
        Environment.SetEnvironmentVariable("GIT_INDEX_FILE", Path.Combine(trap.Location, ".git", "index"));
        try
        {
            await _scratch.DeployAsync(Repository.Manifest(commit));
            Assert.Equal(commit, _scratch.Stands());
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_DIR", null);
            Environment.SetEnvironmentVariable("GIT_INDEX_FILE", null);
        }
    }

    [Fact]
    public async Task The_password_in_a_url_stays_out_of_messages_and_of_the_tree()
    {
        var error = await Assert.ThrowsAsync<DeployWorkException>(() => _scratch.DeployAsync(
            new() { Url = "https://user:s3cret@127.0.0.1:1/app.git", CommitId = new string('a', 40), RelativePath = "app" }));
        Assert.Equal(DeployErrorIds.RemoteUnreachable, error.ErrorId);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_that_asks_for_credentials_is_told_from_one_that_is_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        var manifest = new DeployManifest { Url = $"http://user:s3cret@{listener.LocalEndpoint}/app.git", CommitId = new string('a', 40), RelativePath = "app" };
        Assert.Equal(DeployErrorIds.AuthenticationFailed, await _scratch.FailAsync(manifest, _scratch.Options with { AllowedSchemes = DeployUrlSchemes.Http }));
        listener.Stop();
        await serving;

        static async Task ServeAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    var buffer = new byte[4096];
                    _ = await client.GetStream().ReadAsync(buffer);
                    await client.GetStream().WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    [Fact]
    public async Task A_state_directory_that_is_let_go_soon_is_waited_for()
    {
        var first = DeployStateDirectory.Open(_scratch.Options.StateDirectory);
        var second = DeployStateDirectory.OpenAsync(_scratch.Options.StateDirectory, TimeProvider.System);
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var opened = await second;
        Assert.Equal(Path.GetFullPath(_scratch.Options.StateDirectory), opened.Location);
    }

    [Fact]
    public void A_second_agent_cannot_use_the_same_state_directory()
    {
        using var first = DeployStateDirectory.Open(_scratch.Options.StateDirectory);
        Assert.Equal(DeployErrorIds.StateDirectoryInUse, Assert.Throws<DeployException>(() => DeployStateDirectory.Open(_scratch.Options.StateDirectory)).ErrorId);
    }

    [Fact]
    public void A_state_directory_that_cannot_be_made_is_not_said_to_be_in_use()
    {
        Directory.CreateDirectory(_scratch.Options.StateDirectory);
        File.WriteAllText(Path.Combine(_scratch.Options.StateDirectory, "cache"), "a file where a directory has to be");
        Assert.Equal(DeployErrorIds.DiskFailed, Assert.Throws<DeployException>(() => DeployStateDirectory.Open(_scratch.Options.StateDirectory)).ErrorId);
    }
}
