using System.Net;
using System.Net.Sockets;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <content>Nodes that somebody else owns, and services that come and go.</content>
public static partial class RegistrationScenarios
{
    private static async Task FollowsAPortAsync(ServiceStage stage)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var registration = stage.Register(await stage.ConnectAsync(), stage.Options() with
        {
            Address = "127.0.0.1", Port = port, Format = ServiceFormat.HostPort, Probes = [new TcpProbe("127.0.0.1", port)], Interval = TimeSpan.FromMilliseconds(20), Rise = 2, Fall = 2,
        });
        await ServiceStage.UntilAsync(registration, state => state.IsRegistered);
        Assert.Equal($"s{port}", registration.InstancePath.Name);
        listener.Stop();
        await ServiceStage.UntilAsync(registration, state => state is { Health: ServiceHealth.Unhealthy, Node: ServiceNodeView.Absent });
        Assert.Empty((await stage.Witness.GetChildrenAsync(stage.Path)).Names);
        using var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        await ServiceStage.UntilAsync(registration, state => state.IsRegistered);
        Assert.Single((await stage.Witness.GetChildrenAsync(stage.Path)).Names);
    }

    private static async Task StrangerAsync(ServiceStage stage)
    {
        var stranger = await ZkClient.ConnectAsync(stage.ConnectString);
        await using (stranger)
        {
            await stranger.CreateAsync(stage.Path / ServiceStage.Name(1), """["192.168.7.7","1"]"""u8.ToArray(), CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });
            var registration = stage.Register(await stage.ConnectAsync());
            var refused = await ServiceStage.UntilAsync(registration, state => state.InTheWay is { IsStranger: true });
            Assert.Equal(stranger.Session.Id, refused.InTheWay!.Value.Owner);
            var error = await Assert.ThrowsAsync<ServiceException>(() => registration.WaitUntilRegisteredAsync());
            Assert.Equal((ServiceErrorIds.NodeTaken, stranger.Session.Id), (error.ErrorId, error.Owner));
            Assert.Contains(stranger.Session.Id.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Equal(stranger.Session.Id.Value, (await stage.StatAsync())!.Value.EphemeralOwner);
            await stranger.DisposeAsync();
            await ServiceStage.UntilAsync(registration, state => state.IsRegistered && state.Error is null);
        }
    }

    private static async Task PredecessorAwaitedAsync(ServiceStage stage)
    {
        var dead = await ZkClient.ConnectAsync(stage.ConnectString);
        await using (dead)
        {
            await using (var before = await stage.RegisteredAsync(dead)) _ = before.State;
            var left = await dead.CreateAsync(stage.Path / ServiceStage.Name(1), """["10.0.0.1",8001]"""u8.ToArray(), CreateMode.Ephemeral);
            var registration = stage.Register(await stage.ConnectAsync());
            var waiting = await ServiceStage.UntilAsync(registration, state => state.InTheWay is not null);
            Assert.Equal((dead.Session.Id, false), waiting.InTheWay!.Value);
            Assert.Equal(left.Zxid, (await stage.StatAsync())!.Value.Czxid);
            await dead.DisposeAsync();
            await ServiceStage.UntilAsync(registration, state => state.IsRegistered);
        }
    }

    private static async Task PredecessorReplacedAsync(ServiceStage stage)
    {
        var options = stage.Options() with { StateDirectory = stage.StateDirectory };
        var dead = await stage.ConnectAsync(seconds: 60);
        await stage.RegisteredAsync(dead, options);
        using var seen = stage.Witness.ObserveService(stage.Path).Record();
        await seen.WaitForAsync(1);

        // Killed: the connection goes without a word, and its session lives on for a minute; the lock ends with the process.
        stage.Proxy.Rule = _ => ProxyAction.CutBefore;
        await using var next = await ZkClient.ConnectAsync(stage.ConnectString);
        var note = Directory.GetFiles(stage.StateDirectory, "*.session").Single();
        var copy = Directory.CreateDirectory(stage.StateDirectory + "-after").FullName;
        File.Copy(note, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(note)));
        await using var registration = ServiceRegistration.Start(next, options with { StateDirectory = copy });
        await ServiceStage.UntilAsync(registration, state => state.IsRegistered);
        Assert.Equal(next.Session.Id.Value, (await stage.StatAsync())!.Value.EphemeralOwner);
        await seen.WaitForAsync(change => change.Instances is [{ Owner: var owner }] && owner == next.Session.Id);
        Assert.All(seen.Values, change => Assert.Single(change.Instances));
        Assert.All(seen.Values, change => Assert.Empty(change.Left));
    }

    private static async Task TwoOnOneNoteAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        ServiceRegistration? first = null;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = stage.Options() with
        {
            StateDirectory = stage.StateDirectory, Interval = TimeSpan.FromMilliseconds(1), Rise = 1, Probes = [new DelegateProbe("slow to end", SlowToEndAsync)],
        };
        first = await stage.RegisteredAsync(client, options);
        Assert.Equal(ServiceErrorIds.StateDirectoryInUse, Assert.Throws<ServiceException>(() => ServiceRegistration.Start(client, options)).ErrorId);

        // Stopped with a probe under way that takes its time to end: the note is free when the stop says so, not a moment later.
        await asked.Task.WaitAsync(ServiceStage.Deadline);
        await first.StopAsync();
        await stage.RegisteredAsync(client, options with { Probes = [] });

        async ValueTask<ProbeResult> SlowToEndAsync(CancellationToken cancellationToken)
        {
            if (first?.State.IsRegistered != true) return ProbeResult.Up();
            using var never = new ManualResetEventSlim();
            using var ending = cancellationToken.Register(() => never.Wait(TimeSpan.FromMilliseconds(200), CancellationToken.None));
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ProbeResult.Up();
        }
    }
}
