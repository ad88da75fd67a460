using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Server;
using ZkReactive.TestKit.Disks;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>What an agent does when its machine, its journal, its repository or ZooKeeper fails it.</summary>
public sealed class DeployTroubleTests : IAsyncLifetime
{
    private static readonly DeployNodes Nodes = new(DeployFleet.Config);
    private static readonly DeployRetryPolicy Hasty = new() { FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(1) };
    private ZkServer _server = null!;
    private DeployFleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _fleet = await DeployFleet.StartAsync(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _server.DisposeAsync();
    }

    [SmallDiskTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task On_a_full_disk_it_says_so_keeps_what_runs_and_recovers_when_there_is_room(bool isTreeFull, bool isStateFull)
    {
        using var small = SmallDisk.Mount(16);
        var options = _fleet.Options("a1") with { Retry = Hasty };
        var root = isTreeFull ? Path.Combine(small.Location, "root") : options.Root;
        var state = isStateFull ? Path.Combine(small.Location, "state") : Path.Combine(options.Root, "state");
        options = options with { Root = root, StateDirectory = state };
        await using var agent = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), options);
        var good = await PublishAsync("one");
        await agent.WroteAsync(good.DeployId);

        small.Fill();
        var wanted = await PublishAsync("two");
        var failed = await agent.SeesAsync<DeployEvent.DeployFailed>(e => e.DeployId == wanted.DeployId);
        Assert.Equal((DeployErrorIds.DiskFailed, good.Manifest.CommitId), (failed.Error.Id, failed.Running));
        await agent.WroteAsync(wanted.DeployId);
        var result = await _fleet.ResultAsync(wanted.DeployId, "a1");
        Assert.Equal("failed", result.GetProperty("state").GetString());
        Assert.Equal(isStateFull, result.TryGetProperty("problem", out var problem) && problem.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Equal(good.Manifest.CommitId, Stands(root));

        small.Free();
        await agent.SeesAsync<DeployEvent.DeploySucceeded>(e => e.DeployId == wanted.DeployId);
        await agent.SeesAsync<DeployEvent.ResultWritten>(e => e.DeployId == wanted.DeployId && e.State == DeployAgentState.Succeeded);
        Assert.Equal(wanted.Manifest.CommitId, Stands(root));
        await agent.StopAsync();
        Assert.Contains("DeploySucceeded", await KindsAsync(state, wanted.DeployId));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("half")]
    [InlineData("empty")]
    public async Task With_a_damaged_journal_it_starts_sets_it_aside_and_does_nothing_twice(string damage)
    {
        var options = _fleet.Options("a1");
        var good = await PublishAsync("one");
        await using (var before = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), options)) await before.WroteAsync(good.DeployId);
        var file = Path.Combine(options.StateDirectory, ZkJournal.FileName);
        Damage(file, damage);

        await using var agent = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), options);
        var again = await agent.SeesAsync<DeployEvent.DeploySucceeded>(e => e.DeployId == good.DeployId);
        Assert.False(again.IsChanged);
        Assert.Equal(good.Manifest.CommitId, agent.Events.OfType<DeployEvent.AgentStarted>().Single().Running);
        Assert.Single(Directory.GetFiles(options.StateDirectory, ZkJournal.FileName + ".damaged-*"), name => !name.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal));
        var next = await PublishAsync("two");
        await agent.WroteAsync(next.DeployId);
        Assert.Equal(next.Manifest.CommitId, _fleet.Stands("a1"));
        await agent.StopAsync();
        Assert.Contains("DeploySucceeded", await KindsAsync(options.StateDirectory, next.DeployId));
    }

    [Fact]
    public async Task A_repository_that_comes_back_is_tried_again_by_the_timer_without_a_new_manifest()
    {
        var commit = _fleet.Repository.Commit("file", "one");
        var away = _fleet.Repository.Location + "-away";
        Directory.Move(_fleet.Repository.Location, away);
        await using var agent = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), _fleet.Options("a1") with { Retry = Hasty });
        var wanted = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
        var failed = await agent.SeesAsync<DeployEvent.DeployFailed>(e => e.DeployId == wanted.DeployId);
        Assert.Equal(DeployErrorIds.RemoteUnreachable, failed.Error.Id);
        await agent.SeesAsync<DeployEvent.RetryScheduled>(e => e.DeployId == wanted.DeployId);
        Directory.Move(away, _fleet.Repository.Location);
        await agent.SeesAsync<DeployEvent.ResultWritten>(e => e.DeployId == wanted.DeployId && e.State == DeployAgentState.Succeeded);
        Assert.Contains(agent.Events, e => e is DeployEvent.DeployStarted { Attempt: > 1 });
        Assert.Equal(commit, _fleet.Stands("a1"));
        Assert.Equal("succeeded", (await _fleet.ResultAsync(wanted.DeployId, "a1")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Started_with_ZooKeeper_away_it_brings_the_last_good_release_back_and_keeps_it()
    {
        var good = await PublishAsync("one");
        await using (var before = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), _fleet.Options("a1"))) await before.WroteAsync(good.DeployId);
        // As a kill between two renames leaves it.
        Directory.Delete(Path.Combine(_fleet.Options("a1").Root, "app"));
        await _server.SuspendAsync();
        await using var agent = new RunningAgent(ZkClient.Start(new ZkClientOptions { ConnectString = _server.ConnectString }), _fleet.Options("a1"));
        Assert.Equal(good.Manifest.CommitId, (await agent.SeesAsync<DeployEvent.AgentStarted>()).Running);
        Assert.Equal(good.Manifest.CommitId, _fleet.Stands("a1"));
        await _server.ResumeAsync();
        Assert.False((await agent.SeesAsync<DeployEvent.DeploySucceeded>(e => e.DeployId == good.DeployId)).IsChanged);
        Assert.Equal(good.Manifest.CommitId, _fleet.Stands("a1"));
    }

    [UnixTheory]
    [InlineData("StepStarted:Fetching", false)]
    [InlineData("StepStarted:CheckingOut", false)]
    [InlineData("StepStarted:Switching", true)]
    public async Task Paused_through_a_newer_deploy_it_wakes_and_ends_on_the_newer_one(string pausedAt, bool isPastTheFence)
    {
        var first = await PublishAsync("one");
        await using (var before = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), _fleet.Options("a1"))) await before.WroteAsync(first.DeployId);
        using var process = DeployAgentProcess.Start(_server.ConnectString, _fleet.Options("a1"), DeployAgentProcess.Pause + pausedAt);
        try
        {
            var old = await PublishAsync("two");
            await DeployAgentProcess.PausedAsync(process).WaitAsync(DeployFleet.Deadline);
            await _fleet.StartRegisteredAsync("a2");
            var newer = await PublishAsync("three");
            await WroteAsync(newer.DeployId, "a2");
            // Long enough for its session to end.
            await GoneAsync();
            Assert.Equal(first.Manifest.CommitId, _fleet.Stands("a1"));

            DeployAgentProcess.Wake(process);
            await WroteAsync(newer.DeployId, "a1");
            Assert.Equal(newer.Manifest.CommitId, _fleet.Stands("a1"));
            Assert.Equal("succeeded", (await _fleet.ResultAsync(newer.DeployId, "a1")).GetProperty("state").GetString());
            // What was past its last look at the manifest may have been switched to; before that, never.
            if (!isPastTheFence) Assert.DoesNotContain("DeploySucceeded", await KindsAsync(_fleet.Options("a1").StateDirectory, old.DeployId));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string Stands(string root) =>
        GitRepository.Run(Path.Combine(root, "app"), "rev-parse", "HEAD").Trim() + GitRepository.Run(Path.Combine(root, "app"), "--no-optional-locks", "status", "--porcelain");

    private static void Damage(string file, string damage)
    {
        foreach (var companion in new[] { "-wal", "-shm" }) File.Delete(file + companion);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        switch (damage)
        {
            case "garbage":
                var noise = new byte[stream.Length];
                new Random(3).NextBytes(noise);
                stream.Write(noise);
                break;
            case "half":
                stream.SetLength(stream.Length / 2);
                break;
            default:
                stream.SetLength(0);
                break;
        }
    }

    private static async Task<List<string>> KindsAsync(string state, string deployId)
    {
        await using var reader = await JournalReader.OpenAsync(new() { Path = Path.Combine(state, ZkJournal.FileName) });
        var kinds = new List<string>();
        await foreach (var recorded in reader.ReadAsync(new() { Correlation = deployId })) kinds.Add(recorded.Kind);
        return kinds;
    }

    private Task<PublishedDeploy> PublishAsync(string content) => _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(_fleet.Repository.Commit("file", content)));

    private async Task WroteAsync(string deployId, string agent)
    {
        while (true)
        {
            var (found, watch) = await _fleet.Client.ExistsWatchedAsync(Nodes.Result(deployId, agent));
            await using (watch)
            {
                if (found.Exists) return;
                await watch.Fired.WaitAsync(DeployFleet.Deadline);
            }
        }
    }

    private async Task GoneAsync()
    {
        while (true)
        {
            var (found, watch) = await _fleet.Client.ExistsWatchedAsync(Nodes.Agent("a1"));
            await using (watch)
            {
                if (!found.Exists) return;
                await watch.Fired.WaitAsync(DeployFleet.Deadline);
            }
        }
    }
}
