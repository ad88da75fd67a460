using System.Text;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Cli.Tests.Processes;

/// <summary>Hook, signatures and undo on a real Apache ZooKeeper, git firing the hooks by itself.</summary>
public sealed class DeployApacheTests : IDisposable
{
    private static readonly ZkPath Path = ZkPath.Parse("/app/business/config");
    private readonly GitRepository _work = new();

    public void Dispose() => _work.Dispose();

    [ApacheZooKeeperFact]
    public async Task A_push_fires_post_receive_and_is_deployed_a_forgery_is_refused_and_undo_goes_back()
    {
        await using var apache = await ApacheZooKeeper.StartAsync();
        var bare = In("bare.git");
        GitRepository.Git(_work.Directory, "init", "--quiet", "--bare", bare);
        var key = In("deploy.key");
        await DoneAsync("deploy", "key", "new", key);
        await DoneAsync(
            "deploy", "hook", "--repository", bare, "--branch", "main", "--path", Path, "--relative-path", "app", "--sign-key", key, "--connect", apache.ConnectString);
        await using var agent = await RunningAgent.StartAsync(apache.ConnectString, Path, In("a"), "a", "--trusted-key", key + ".pub");

        var first = _work.Head;
        await PushAsync(bare);
        await agent.Out.UntilAsync($"running {first}, tree clean");
        var second = _work.Commit("second\n");
        await PushAsync(bare);
        await agent.Out.UntilAsync($"running {second}, tree clean");

        await using var client = await ZkClient.ConnectAsync(apache.ConnectString);
        var signed = await client.GetAsync(Path);
        var forged = Encoding.UTF8.GetString(signed.Data.Span).Replace(second, first, StringComparison.Ordinal);
        await client.SetAsync(Path, Encoding.UTF8.GetBytes(forged), NodeVersion.Any);
        await agent.Out.UntilAsync("[ZkDeploySignatureInvalid]");
        Assert.Equal(second, Stands("a"));
        await client.SetAsync(Path, signed.Data, NodeVersion.Any);

        await DoneAsync("deploy", "undo", "--path", Path, "--sign-key", key, "--wait", "--connect", apache.ConnectString);
        Assert.Equal(first, Stands("a"));
    }

    [ApacheZooKeeperFact]
    public async Task A_merge_fires_post_merge_and_is_deployed()
    {
        await using var apache = await ApacheZooKeeper.StartAsync();
        var clone = In("clone");
        GitRepository.Git(_work.Directory, "clone", "--quiet", _work.Path, clone);
        var branch = GitRepository.Git(clone, "branch", "--show-current");
        await DoneAsync("deploy", "hook", "--repository", clone, "--branch", branch, "--path", Path, "--relative-path", "app", "--connect", apache.ConnectString);
        await using var agent = await RunningAgent.StartAsync(apache.ConnectString, Path, In("a"), "a");
        var commit = _work.Commit("merged\n");
        GitRepository.Git(clone, "pull", "--quiet", "--ff-only");
        await ReplayAsync(clone);
        await agent.Out.UntilAsync($"running {commit}, tree clean");
        Assert.Equal(commit, Stands("a"));
    }

    private async Task PushAsync(string bare)
    {
        GitRepository.Git(_work.Path, "push", "--quiet", bare, "HEAD:refs/heads/main");
        await ReplayAsync(bare);
    }

    /// <summary>A hook gives up after 10 s, which a busy machine may take, and keeps what it was told; without a hook that ran there is nothing to replay.</summary>
    private static Task ReplayAsync(string repository) => DoneAsync("deploy", "hook", "--repository", repository, "--replay");

    private static async Task DoneAsync(params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
    }

    private string In(string name) => System.IO.Path.Combine(_work.Directory, name);

    private string Stands(string agent)
    {
        var target = System.IO.Path.Combine(_work.Directory, agent, "app");
        return GitRepository.Git(target, "rev-parse", "HEAD") + GitRepository.Git(target, "status", "--porcelain");
    }
}
