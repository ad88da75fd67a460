using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Hooks;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy.Hooks;

public sealed class DeployHookTests : IAsyncLifetime
{
    private const string Away = "127.0.0.1:1";
    private readonly string _directory = Directory.CreateTempSubdirectory("zkreactive-hook-").FullName;
    private readonly List<string> _said = [];
    private GitRepository _repository = null!;
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    public async Task InitializeAsync()
    {
        _repository = new GitRepository(Path.Combine(_directory, "it's a repository"));
        _repository.Commit("file", "one");
        _server = await ZkServer.StartAsync();
        _client = await DeployFleet.ConnectAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        Trash.Delete(_directory);
    }

    [Fact]
    public async Task What_is_pushed_to_the_branch_is_published_and_other_refs_are_not()
    {
        await InstallAsync(Target());
        var head = _repository.Head;
        var zero = new string('0', 40);
        Assert.Empty(await PushAsync($"{zero} {head} refs/heads/other", $"{zero} {head} refs/tags/main", $"{zero} {head} refs/heads/main"));
        Assert.Equal(head, await WantedAsync());
        Assert.Equal("push to main", (await DeployStatusReader.ReadAsync(_client, DeployFleet.Config)).Manifest!.Note);
        Assert.Single(await DeployHistoryReader.ReadAsync(_client, DeployFleet.Config));
    }

    [Fact]
    public async Task While_zookeeper_is_away_it_is_kept_and_published_once_with_the_next_push_or_a_replay()
    {
        await InstallAsync(Target() with { Connect = Away });
        var first = _repository.Head;
        Assert.Equal(first, Assert.Single(await PushAsync($"{first} {first} refs/heads/main")).Pending);
        Assert.Contains("not published yet", Assert.Single(_said), StringComparison.Ordinal);
        var second = _repository.Commit("file", "two");
        Assert.Equal(second, Assert.Single(await PushAsync($"{first} {second} refs/heads/main")).Pending);
        var waiting = await DeployHook.PublishAsync(_repository.Location, null, _ => Options(_server.ConnectString), _said.Add, TimeProvider.System);
        Assert.Empty(waiting);
        Assert.Equal(second, await WantedAsync());
        Assert.Single(await DeployHistoryReader.ReadAsync(_client, DeployFleet.Config));
        Assert.Empty(await DeployHook.PublishAsync(_repository.Location, null, Options, _said.Add, TimeProvider.System));
        Assert.Single(await DeployHistoryReader.ReadAsync(_client, DeployFleet.Config));
    }

    [Fact]
    public async Task Told_of_an_older_push_last_it_publishes_where_the_branch_is()
    {
        await InstallAsync(Target());
        var first = _repository.Head;
        var second = _repository.Commit("file", "two");
        await PushAsync($"{first} {second} refs/heads/main");
        await PushAsync($"{new string('0', 40)} {first} refs/heads/main");
        Assert.Equal(second, await WantedAsync());
    }

    [Fact]
    public async Task A_branch_that_is_deleted_publishes_nothing_and_forgets_what_waited()
    {
        await InstallAsync(Target() with { Connect = Away });
        var head = _repository.Head;
        await PushAsync($"{head} {head} refs/heads/main");
        await PushAsync($"{head} {new string('0', 40)} refs/heads/main");
        Assert.Null(Assert.Single(await DeployHook.ListAsync(_repository.Location)).Pending);
        Assert.Contains(_said, line => line.StartsWith("branch main was deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_signs_and_goes_on_with_others_when_a_key_is_gone()
    {
        var key = DeploySigningKey.CreateFile(Path.Combine(_directory, "deploy.key"));
        var other = ZkPath.Parse("/other/config");
        await InstallAsync(Target() with { SigningKey = key.PrivateKeyFile });
        await InstallAsync(Target() with { Path = other.Value });
        var head = _repository.Head;
        Assert.Empty(await PushAsync($"{head} {head} refs/heads/main"));
        Assert.Equal(key.KeyId, (await DeployStatusReader.ReadAsync(_client, DeployFleet.Config)).Manifest!.Signature!.KeyId);
        File.Delete(key.PrivateKeyFile);
        var next = _repository.Commit("file", "two");
        Assert.Equal(DeployFleet.Config.Value, Assert.Single(await PushAsync($"{head} {next} refs/heads/main")).Target.Path);
        Assert.Equal(next, (await DeployStatusReader.ReadAsync(_client, other)).CommitId);
    }

    [Theory]
    [InlineData("../x", "/p", "main")]
    [InlineData("app", "p", "main")]
    [InlineData("app", "/", "main")]
    [InlineData("app", "/p", "a..b")]
    [InlineData("app", "/p", "-x")]
    public async Task What_would_be_refused_later_is_refused_at_once(string relativePath, string path, string branch)
    {
        await Assert.ThrowsAsync<DeployException>(() => InstallAsync(Target() with { RelativePath = relativePath, Path = path, Branch = branch }));
        Assert.Empty(await DeployHook.ListAsync(_repository.Location));
        Assert.False(File.Exists(Path.Combine(_repository.Location, ".git", "hooks", "post-commit")));
    }

    [Fact]
    public async Task Hooks_are_where_git_looks_for_them_and_uninstalled_there()
    {
        _repository.Git("config", "core.hooksPath", "my hooks");
        var hooks = await InstallAsync(Target());
        Assert.Equal(["post-commit", "post-merge"], hooks.Select(hook => Path.GetFileName(hook)));
        Assert.All(hooks, hook => Assert.Equal(Path.Combine(_repository.Location, "my hooks"), Path.GetDirectoryName(hook)));
        Assert.Equal(hooks, await DeployHook.UninstallAsync(_repository.Location, TimeProvider.System));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_repository.Location, "my hooks")));
        Assert.False(Directory.Exists(Path.Combine(_repository.Location, ".git", "zkreactive")));
    }

    [Fact]
    public async Task Installed_again_it_is_one_target_and_another_branch_is_another()
    {
        await InstallAsync(Target());
        await InstallAsync(Target() with { RelativePath = "elsewhere" });
        await InstallAsync(Target() with { Branch = "next" });
        Assert.Equal([("main", "elsewhere"), ("next", "app")], (await DeployHook.ListAsync(_repository.Location)).Select(entry => (entry.Target.Branch, entry.Target.RelativePath)));
    }

    [Fact]
    public async Task What_is_no_repository_is_refused()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => DeployHook.ListAsync(_directory));
        Assert.Equal(DeployErrorIds.HookFailed, error.ErrorId);
    }

    [Fact]
    public async Task In_a_work_tree_it_is_the_branch_that_is_checked_out()
    {
        Assert.Equal(_repository.Head, (await DeployHook.ReadCommittedAsync(_repository.Location))["main"]);
        _repository.Git("checkout", "-q", "--detach");
        Assert.Empty(await DeployHook.ReadCommittedAsync(_repository.Location));
    }

    private DeployHookTarget Target() => new() { Branch = "main", Path = DeployFleet.Config.Value, RelativePath = "app", Url = _repository.Location, Connect = _server.ConnectString };

    private static ZkClientOptions Options(string servers) => new() { ConnectString = servers, ConnectTimeout = TimeSpan.FromSeconds(servers == Away ? 1 : 30) };

    private Task<IReadOnlyList<string>> InstallAsync(DeployHookTarget target) => DeployHook.InstallAsync(_repository.Location, target, ["zkr"], TimeProvider.System);

    private Task<IReadOnlyList<DeployHookEntry>> PushAsync(params string[] lines) =>
        DeployHook.PublishAsync(_repository.Location, DeployHook.ReadPushed(lines), Options, _said.Add, TimeProvider.System);

    private async Task<string?> WantedAsync() => (await DeployStatusReader.ReadAsync(_client, DeployFleet.Config)).CommitId;
}
