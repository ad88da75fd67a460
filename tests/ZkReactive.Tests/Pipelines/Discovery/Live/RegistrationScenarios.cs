using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>What a registration promises, to be tried against every server.</summary>
public static partial class RegistrationScenarios
{
    private static readonly Dictionary<string, Func<string, Task>> All = new()
    {
        ["it is seen, and gone as soon as it is stopped"] = On(SeenAndGoneAsync),
        ["many share a session"] = On(ManyShareASessionAsync),
        ["a plain reconnect changes nothing that anybody could see"] = On(PlainReconnectAsync),
        ["it comes back after an expiry"] = On(ComesBackAfterExpiryAsync),
        ["it comes back after a deletion by hand, of the parents too"] = On(ComesBackAfterDeletionAsync),
        ["it comes back after a deletion that its watch came too late to see"] = On(ComesBackAfterUnseenDeletionAsync),
        ["a create whose reply was lost is not made twice"] = On(LostCreateAsync),
        ["stopped while the create's reply is lost, nothing is left"] = On(StoppedInALostCreateAsync),
        ["data that somebody changed is put right"] = On(ChangedDataAsync),
        ["it follows a real port"] = On(FollowsAPortAsync),
        ["a stranger's node is refused by its session, and taken when it goes"] = On(StrangerAsync),
        ["a predecessor without a note is waited for"] = On(PredecessorAwaitedAsync),
        ["a predecessor with a note is replaced, and no reader ever misses the instance"] = On(PredecessorReplacedAsync),
        ["two never share a note"] = On(TwoOnOneNoteAsync),
        ["the journal tells the story"] = On(JournalAsync),
        ["cut or expired at every frame, it ends registered and leaves nothing when stopped"] = On(EveryFrameAsync),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Task RunAsync(string name, string connectString) => All[name](connectString);

    private static Func<string, Task> On(Func<ServiceStage, Task> scenario) => async connectString =>
    {
        await using var stage = await ServiceStage.StartAsync(connectString);
        await scenario(stage).WaitAsync(TimeSpan.FromMinutes(3));
    };

    private static async Task SeenAndGoneAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        var registration = await stage.RegisteredAsync(client);
        var list = await ServiceReader.ReadAsync(stage.Witness, stage.Path);
        var instance = Assert.Single(list.Instances);
        Assert.Equal(("10.0.0.1:8001", client.Session.Id), (instance.EndPoint, instance.Owner));
        await registration.StopAsync();
        Assert.Null(await stage.StatAsync());
    }

    private static async Task ManyShareASessionAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        var registrations = Enumerable.Range(1, 20).Select(number => stage.Register(client, stage.Options(number))).ToArray();
        foreach (var one in registrations) await ServiceStage.UntilAsync(one, state => state.IsRegistered);
        await stage.SeesAsync([.. Enumerable.Range(1, 20)]);
        await registrations[0].StopAsync();
        await stage.SeesAsync([.. Enumerable.Range(2, 19)]);
        await stage.HurtAsync(client, ProxyAction.ExpireBefore);
        foreach (var one in registrations[1..]) await ServiceStage.UntilAsync(one, state => state.IsRegistered && state.Session != SessionId.None && state.Predecessors.Length > 0);
        await stage.SeesAsync([.. Enumerable.Range(2, 19)]);
    }

    private static async Task PlainReconnectAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        var registration = await stage.RegisteredAsync(client);
        using var seen = stage.Witness.ObserveService(stage.Path).Record();
        await seen.WaitForAsync(1);
        var before = ((await stage.Witness.GetChildrenAsync(stage.Path)).Stat, await stage.StatAsync());
        for (var round = 0; round < 10; round++)
        {
            var connection = client.Session.ConnectionNumber;
            await stage.HurtAsync(client, round % 2 == 0 ? ProxyAction.CutBefore : ProxyAction.CutAfter);
            await ServiceStage.UntilAsync(registration, state => state.CanWrite);
            await client.ExistsAsync(stage.Path);
            Assert.True(client.Session.ConnectionNumber > connection);
        }

        Assert.Equal(before, ((await stage.Witness.GetChildrenAsync(stage.Path)).Stat, await stage.StatAsync()));
        Assert.Single(seen.Values);
    }

    private static async Task ComesBackAfterExpiryAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        var registration = await stage.RegisteredAsync(client);
        for (var round = 0; round < 3; round++)
        {
            var session = client.Session.Id;
            await stage.HurtAsync(client, round % 2 == 0 ? ProxyAction.ExpireBefore : ProxyAction.ExpireAfter);
            await ServiceStage.UntilAsync(registration, state => state.IsRegistered && state.Session != session);
            Assert.Equal(client.Session.Id.Value, (await stage.StatAsync())!.Value.EphemeralOwner);
        }
    }

    private static async Task ComesBackAfterDeletionAsync(ServiceStage stage)
    {
        var registration = await stage.RegisteredAsync(await stage.ConnectAsync());
        for (var round = 0; round < 3; round++)
        {
            var before = (await stage.StatAsync())!.Value.Czxid;
            using var events = registration.Events.Record();
            await stage.Witness.DeleteAsync(registration.InstancePath, NodeVersion.Any);
            await events.WaitForAsync(e => e is ServiceEvent.Registered registered && registered.Zxid > before);
            Assert.True((await stage.StatAsync())!.Value.Czxid > before);
        }

        using var again = registration.Events.Record();
        await stage.Witness.MultiAsync([new ZkOperation.Delete(registration.InstancePath, NodeVersion.Any), new ZkOperation.Delete(stage.Path, NodeVersion.Any)]);
        await again.WaitForAsync(e => e is ServiceEvent.Registered);
        Assert.NotNull(await stage.StatAsync());
    }

    private static async Task ComesBackAfterUnseenDeletionAsync(ServiceStage stage)
    {
        var registration = await stage.RegisteredAsync(await stage.ConnectAsync());
        using var events = registration.Events.Record();
        var first = (await stage.StatAsync())!.Value.Czxid;
        var isDeletedAgain = false;
        stage.Proxy.Before = async frame =>
        {
            if (isDeletedAgain || frame is not { Kind: ProxyFrameKind.Request, Operation: OpCode.GetData }) return;
            if (await stage.StatAsync() is not { } stat || stat.Czxid == first) return;

            // Made again a moment ago, and about to be looked at.
            isDeletedAgain = true;
            await stage.Witness.DeleteAsync(registration.InstancePath, NodeVersion.Any);
        };
        await stage.Witness.DeleteAsync(registration.InstancePath, NodeVersion.Any);
        await events.WaitAsync(messages => messages.Count(m => m is { HasValue: true, Value: ServiceEvent.Registered }) == 2, "two registrations");
        Assert.NotNull(await stage.StatAsync());
        Assert.True(isDeletedAgain);
    }

    private static async Task LostCreateAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        await stage.Witness.CreateAsync(stage.Path, options: new ZkCreateOptions { CreateParents = true });
        var left = 1;
        stage.Proxy.Rule = frame => frame is { Kind: ProxyFrameKind.Reply, Operation: OpCode.Create2 } && left-- > 0 ? ProxyAction.CutBefore : ProxyAction.Forward;
        var registration = stage.Register(client);
        using var events = registration.Events.Record();
        await ServiceStage.UntilAsync(registration, state => state.IsRegistered);
        var list = await stage.Witness.GetChildrenAsync(stage.Path);
        Assert.Single(list.Names);
        Assert.Equal(1, list.Stat.ChildrenVersion);
        Assert.True(left < 1);
    }

    private static async Task StoppedInALostCreateAsync(ServiceStage stage)
    {
        var client = await stage.ConnectAsync();
        await stage.Witness.CreateAsync(stage.Path, options: new ZkCreateOptions { CreateParents = true });
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Proxy.Rule = frame => frame is { Kind: ProxyFrameKind.Reply, Operation: OpCode.Create2 } && lost.TrySetResult() ? ProxyAction.CutBefore : ProxyAction.Forward;
        var registration = stage.Register(client);
        await lost.Task.WaitAsync(ServiceStage.Deadline);
        await registration.StopAsync();
        Assert.Empty((await stage.Witness.GetChildrenAsync(stage.Path)).Names);
    }

    private static async Task ChangedDataAsync(ServiceStage stage)
    {
        var registration = await stage.RegisteredAsync(await stage.ConnectAsync());
        using var seen = stage.Witness.ObserveService(stage.Path).Record();
        await seen.WaitForAsync(change => change.Instances.Length == 1);
        await stage.Witness.SetAsync(registration.InstancePath, "nonsense"u8.ToArray(), NodeVersion.Any);
        await seen.WaitForAsync(change => change.Instances is [{ Mzxid: var mzxid, Czxid: var czxid }] && mzxid > czxid);
    }

    private static async Task JournalAsync(ServiceStage stage)
    {
        await using var journal = await ZkJournal.OpenAsync(System.IO.Path.Combine(stage.StateDirectory, "journal.db"));
        var registration = await stage.RegisteredAsync(await stage.ConnectAsync(), stage.Options() with { Journal = journal });
        await stage.Witness.DeleteAsync(registration.InstancePath, NodeVersion.Any);
        using (var events = registration.Events.Record()) await ServiceStage.UntilAsync(registration, state => state.IsRegistered && state.Gone > Zxid.None);
        await registration.StopAsync();
        var kinds = new List<string>();
        await foreach (var entry in journal.Reader.ReadAsync(new JournalQuery { Stream = registration.InstancePath.Value })) kinds.Add(entry.Kind);
        string[] story = ["ServiceStepStarted", "ServiceRegistered", "ServiceLost", "ServiceStepStarted", "ServiceRegistered", "ServiceStopping", "ServiceStepStarted", "ServiceRemoved", "ServiceStopped"];
        Assert.Equal(story, kinds.Where(story.Contains));
    }

    private static async Task EveryFrameAsync(ServiceStage stage)
    {
        const int Frames = 8;
        var number = 0;
        foreach (var action in Enum.GetValues<ProxyAction>().Where(action => action != ProxyAction.Forward))
        {
            for (var frame = 0; frame < Frames; frame++)
            {
                var left = frame;
                stage.Proxy.Rule = passing => passing.Operation is not OpCode.Ping && left-- == 0 ? action : ProxyAction.Forward;
                var client = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = stage.Proxy.ConnectString, MaxReconnectDelay = TimeSpan.FromMilliseconds(50) });
                await using (client)
                {
                    var registration = stage.Register(client, stage.Options(++number));
                    using (var seen = stage.Witness.ObserveNode(registration.InstancePath).Record())
                        await seen.WaitForAsync(change => change.Stat?.EphemeralOwner == client.Session.Id.Value);
                    var failure = await Record.ExceptionAsync(() => registration.StopAsync());
                    Assert.True(failure is null, $"{action} at frame {frame}: {failure?.Message} It stood at {registration.State}, in {client.Session}.");
                    Assert.True(await stage.StatAsync(number) is null, $"{action} at frame {frame}: something is left");
                }
            }
        }

        Assert.Empty((await stage.Witness.GetChildrenAsync(stage.Path)).Names);
    }
}
