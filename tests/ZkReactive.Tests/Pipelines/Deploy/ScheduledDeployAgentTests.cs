using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>Runs that a scheduler starts: the session goes from hand to hand.</summary>
public class ScheduledDeployAgentTests
{
    [Fact]
    public async Task Runs_on_the_embedded_server_hand_the_session_over()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await HandOverAsync(server.ConnectString);
    }

    [ApacheZooKeeperFact]
    public async Task Runs_on_a_real_ensemble_hand_the_session_over()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await HandOverAsync(ensemble.ConnectString);
    }

    [Fact]
    public async Task A_run_that_is_stopped_closes_the_session_and_forgets_it()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        await fleet.WriteBareAsync(fleet.Repository.Commit("file.txt", "one"));
        await RunAsync(fleet);
        using var stop = new CancellationTokenSource();
        var agent = Make(fleet, options => options with { Gate = new ClosedGate(stop.Cancel) });
        await fleet.WriteBareAsync(fleet.Repository.Commit("file.txt", "two"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync(stop.Token));
        Assert.False((await fleet.Client.ExistsAsync(Presence)).Exists);
        Assert.False(File.Exists(Ticket(fleet)));
    }

    [Fact]
    public async Task A_second_run_at_the_same_time_is_refused_and_takes_nothing_away()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        await fleet.WriteBareAsync(fleet.Repository.Commit("file.txt", "one"));
        await RunAsync(fleet);
        var owner = (await fleet.Client.ExistsAsync(Presence)).Stat!.Value.EphemeralOwner;
        DeployException? refused = null;
        await fleet.WriteBareAsync(fleet.Repository.Commit("file.txt", "two"));
        var events = await RunAsync(fleet, options => options with
        {
            Gate = new OpenGate(async () => refused = await Assert.ThrowsAsync<DeployException>(() => Make(fleet).RunAsync())),
        });
        Assert.Equal(DeployErrorIds.StateDirectoryInUse, refused?.ErrorId);
        Assert.DoesNotContain(events, e => e is DeployEvent.Disconnected or DeployEvent.Expired);
        Assert.Equal(owner, (await fleet.Client.ExistsAsync(Presence)).Stat!.Value.EphemeralOwner);
    }

    [Fact]
    public async Task A_run_after_one_that_was_killed_replaces_the_presence_in_one_step()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        await fleet.WriteBareAsync(fleet.Repository.Commit("file.txt", "one"));
        await RunAsync(fleet);
        // Killed: what it left is its session, and the note whose it was.
        File.Delete(Ticket(fleet));
        var before = (await fleet.Client.ExistsAsync(Presence)).Stat!.Value;
        await using var watch = await fleet.Client.AddWatchAsync(Presence, WatchMode.Persistent);
        await RunAsync(fleet);
        var after = (await fleet.Client.ExistsAsync(Presence)).Stat!.Value;
        Assert.NotEqual(before.EphemeralOwner, after.EphemeralOwner);
        // Deleted and created by one transaction: no reader can have seen it missing.
        var deleted = await watch.Events.ReadAsync();
        var created = await watch.Events.ReadAsync();
        Assert.Equal((WatchEventType.NodeDeleted, WatchEventType.NodeCreated), (deleted.Type, created.Type));
        Assert.Equal((after.Czxid, after.Czxid), (deleted.Zxid, created.Zxid));
    }

    [UnixFact]
    public async Task A_session_file_that_others_can_read_is_not_used()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { MaxConnectionsPerAddress = 0 });
        await using var fleet = await DeployFleet.StartAsync(server.ConnectString);
        await RunAsync(fleet);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ticket(fleet)));
        File.SetUnixFileMode(Ticket(fleet), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var events = await RunAsync(fleet);
        Assert.DoesNotContain(events, e => e is DeployEvent.SessionTaken or DeployEvent.SessionLapsed);
    }

    private static ZkPath Presence { get; } = DeployFleet.Config / "agents" / "a";

    private static string Ticket(DeployFleet fleet) => Path.Combine(fleet.Options("a").StateDirectory, "session.json");

    private static async Task HandOverAsync(string connectString)
    {
        await using var fleet = await DeployFleet.StartAsync(connectString);
        var one = fleet.Repository.Commit("file.txt", "one");
        await fleet.WriteBareAsync(one);
        var first = await RunAsync(fleet);
        var left = Assert.Single(first.OfType<DeployEvent.SessionLeft>());
        Assert.Equal((one, left.Session.Value), (fleet.Stands("a"), (await fleet.Client.ExistsAsync(Presence)).Stat!.Value.EphemeralOwner));
        Assert.True(left.Timeout > TimeSpan.FromSeconds(10));
        var created = (await fleet.Client.ExistsAsync(Presence)).Stat!.Value.Czxid;

        var two = fleet.Repository.Commit("file.txt", "two");
        await fleet.WriteBareAsync(two);
        var second = await RunAsync(fleet);
        Assert.Equal(left.Session, Assert.Single(second.OfType<DeployEvent.SessionTaken>()).Session);
        Assert.Equal((two, created), (fleet.Stands("a"), (await fleet.Client.ExistsAsync(Presence)).Stat!.Value.Czxid));
        Assert.Equal(left.Session, Assert.Single(second.OfType<DeployEvent.SessionLeft>()).Session);

        // Somebody else closes it: the run after says so and registers anew.
        await using (await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = connectString, Resume = ZkSessionFile.Read(Ticket(fleet), out _) }))
        {
        }

        var third = await RunAsync(fleet);
        Assert.Equal(left.Session, Assert.Single(third.OfType<DeployEvent.SessionLapsed>()).Session);
        Assert.True((await fleet.Client.ExistsAsync(Presence)).Stat!.Value.Czxid > created);
    }

    private static ScheduledDeployAgent Make(DeployFleet fleet, Func<DeployAgentOptions, DeployAgentOptions>? change = null)
    {
        var connection = new ZkClientOptions { ConnectString = fleet.ConnectString, SessionTimeout = TimeSpan.FromSeconds(60), RequestTimeout = DeployFleet.Deadline };
        return new(connection, change is null ? fleet.Options("a") : change(fleet.Options("a")));
    }

    private static async Task<List<DeployEvent>> RunAsync(DeployFleet fleet, Func<DeployAgentOptions, DeployAgentOptions>? change = null)
    {
        var agent = Make(fleet, change);
        List<DeployEvent> events = [];
        using (agent.Events.Subscribe(events.Add)) await agent.RunAsync().WaitAsync(DeployFleet.Deadline);
        return events;
    }

    /// <summary>Lets nobody in, and says that somebody asked.</summary>
    private sealed class ClosedGate(Action asked) : IDeployGate
    {
        public async ValueTask<IAsyncDisposable> EnterAsync(DeployGateRequest request, CancellationToken cancellationToken)
        {
            asked();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class OpenGate(Func<Task> inside) : IDeployGate
    {
        public async ValueTask<IAsyncDisposable> EnterAsync(DeployGateRequest request, CancellationToken cancellationToken)
        {
            await inside();
            return new Pass();
        }

        private sealed class Pass : IAsyncDisposable
        {
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
