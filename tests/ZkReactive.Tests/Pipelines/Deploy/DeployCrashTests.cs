using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Server;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>
/// Kills a real agent, as kill -9 does, at every step of a deploy, several times each. What counts afterwards is what git
/// says of the target and what stands in ZooKeeper, not what the agent says of itself.
/// </summary>
public sealed class DeployCrashTests : IAsyncLifetime
{
    private static readonly DeployNodes Nodes = new(DeployFleet.Config);
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

    [Theory]
    [InlineData("ManifestSeen", DeployMode.Release)]
    [InlineData("DeployStarted", DeployMode.Release)]
    [InlineData(DeployAgentProcess.Gate, DeployMode.Release)]
    [InlineData("StepStarted:Fetching", DeployMode.Release)]
    [InlineData("StepStarted:CheckingOut", DeployMode.Release)]
    [InlineData("StepStarted:Switching", DeployMode.Release)]
    [InlineData(DeployAgentProcess.Acceptance, DeployMode.Release)]
    [InlineData("DeploySucceeded", DeployMode.Release)]
    [InlineData("ResultWritten", DeployMode.Release)]
    [InlineData("StepStarted:CheckingOut", DeployMode.InPlace)]
    [InlineData(DeployAgentProcess.Acceptance, DeployMode.InPlace)]
    public async Task Killed_at_a_step_it_comes_back_finishes_once_and_tells_the_truth(string killAt, DeployMode mode)
    {
        for (var round = 1; round <= 3; round++)
        {
            var commit = _fleet.Repository.Commit("file", $"{killAt} {round}");
            var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit) with { Mode = mode });
            using (var process = DeployAgentProcess.Start(_server.ConnectString, _fleet.Options("a1"), killAt)) await process.WaitForExitAsync().WaitAsync(DeployFleet.Deadline);
            await AssertNothingFalseIsSaidAsync(published.DeployId, commit);

            await using (var again = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), _fleet.Options("a1")))
            {
                // It looks once more after a start, whatever stands in ZooKeeper already.
                await again.SeesAsync<DeployEvent.DeploySucceeded>(e => e.DeployId == published.DeployId);
                await again.WroteAsync(published.DeployId);
            }

            Assert.Equal(commit, _fleet.Stands("a1"));
            var result = await _fleet.ResultAsync(published.DeployId, "a1");
            Assert.Equal(("succeeded", commit), (result.GetProperty("state").GetString(), result.GetProperty("commitId").GetString()));
            await AssertDoneOnceAsync(published.DeployId);
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_it_ends_on_the_commit()
    {
        var chance = new Random(7);
        for (var round = 1; round <= 8; round++)
        {
            var commit = _fleet.Repository.Commit("file", $"{round}");
            using var process = DeployAgentProcess.Start(_server.ConnectString, _fleet.Options("a1"), DeployAgentProcess.Nowhere);
            await PresentAsync();
            var published = await _fleet.Publisher.PublishAsync(_fleet.Repository.Manifest(commit));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(0, 600)), TimeProvider.System);
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(DeployFleet.Deadline);
            await AssertNothingFalseIsSaidAsync(published.DeployId, commit);

            await using var again = new RunningAgent(await DeployFleet.ConnectAsync(_server.ConnectString), _fleet.Options("a1"));
            await again.SeesAsync<DeployEvent.DeploySucceeded>(e => e.DeployId == published.DeployId);
            await again.WroteAsync(published.DeployId);
            Assert.Equal(commit, _fleet.Stands("a1"));
        }
    }

    private async Task PresentAsync()
    {
        while (true)
        {
            var (found, watch) = await _fleet.Client.ExistsWatchedAsync(Nodes.Agent("a1"));
            await using (watch)
            {
                if (found.Exists) return;
                await watch.Fired.WaitAsync(DeployFleet.Deadline);
            }
        }
    }

    /// <summary>A dead agent may have said nothing, but what it said must be so.</summary>
    private async Task AssertNothingFalseIsSaidAsync(string deployId, string commit)
    {
        if (!(await _fleet.Client.ExistsAsync(Nodes.Result(deployId, "a1"))).Exists) return;
        var result = await _fleet.ResultAsync(deployId, "a1");
        Assert.Equal("succeeded", result.GetProperty("state").GetString());
        Assert.Equal(commit, _fleet.Stands("a1"));
    }

    private async Task AssertDoneOnceAsync(string deployId)
    {
        await using var reader = await JournalReader.OpenAsync(new() { Path = Path.Combine(_fleet.Options("a1").StateDirectory, ZkJournal.FileName) });
        var done = 0;
        var isStarted = false;
        await foreach (var recorded in reader.ReadAsync(new() { Correlation = deployId }))
        {
            switch (DeployProjection.Read(recorded))
            {
                case DeployEvent.DeployStarted:
                    isStarted = true;
                    break;
                case DeployEvent.DeploySucceeded succeeded:
                    Assert.True(isStarted);
                    if (succeeded.IsChanged) done++;
                    break;
            }
        }

        Assert.InRange(done, 0, 1);
    }
}
