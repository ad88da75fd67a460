using System.Globalization;
using System.Text;
using ZkReactive.Coordination.Groups;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
using ZkReactive.Tests.Coordination.Servers;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Coordination.Interop;

/// <summary>
/// Other clients at the same path. All of them count in one node without any care but the lock's, so if two ever hold it at a
/// time a step is lost.
/// </summary>
public sealed class InteropTests : RecipeTests
{
    private const int Rounds = 25;

    private const string KazooLock = """
        import sys
        from kazoo.client import KazooClient
        connect, lock, counter, rounds, kind = sys.argv[1:]
        zk = KazooClient(hosts=connect)
        zk.start()
        if kind == "plain": held = zk.Lock(lock)
        elif kind == "write": held = zk.WriteLock(lock)
        else: held = zk.Lock(lock, extra_lock_patterns=["lock-"])
        for _ in range(int(rounds)):
            with held:
                value = int(zk.get(counter)[0])
                zk.set(counter, str(value + 1).encode())
        zk.stop()
        print("done")
        """;

    private const string KazooParty = """
        import sys
        from kazoo.client import KazooClient
        connect, path = sys.argv[1:]
        zk = KazooClient(hosts=connect)
        zk.start()
        party = zk.Party(path, "kazoo1")
        party.join()
        print("joined", flush=True)
        sys.stdin.readline()
        print("members " + ",".join(sorted(party)), flush=True)
        sys.stdin.readline()
        party.leave()
        zk.stop()
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await One.CreateAsync("/counter", "0"u8.ToArray());
    }

    [KazooFact]
    public Task KazooLock_ThatKnowsOurName_TakesTurnsWithOurs() =>
        ContendWithKazooAsync(new ZkMutex(One, "/lock"), "extra");

    [KazooFact]
    public Task KazooLock_AsItIs_TakesTurnsWithOursOfItsNaming() =>
        ContendWithKazooAsync(new ZkMutex(One, "/lock", new ZkLockOptions { Naming = LockNaming.Kazoo }), "plain");

    [KazooFact]
    public Task KazooWriteLock_TakesTurnsWithOursOfItsNaming() =>
        ContendWithKazooAsync(new ZkReadWriteLock(One, "/lock", new ZkLockOptions { Naming = LockNaming.Kazoo }).Writer, "write");

    [CuratorFact]
    public Task CuratorInterProcessMutex_TakesTurnsWithOurs() => ContendAsync(new ZkMutex(One, "/lock"), Curator("mutex"));

    [CuratorFact]
    public Task CuratorInterProcessReadWriteLock_TakesTurnsWithOurs() => ContendAsync(new ZkReadWriteLock(One, "/lock").Writer, Curator("write"));

    [CuratorFact]
    public Task CuratorInterProcessSemaphoreV2_TakesTurnsWithOurs() => ContendAsync(new ZkSemaphore(One, "/lock", 1), Curator("semaphore"));

    [KazooFact]
    public async Task KazooParty_AndOurGroup_SeeEachOther()
    {
        await using var ours = await new ZkGroup(One, "/party").JoinAsync("net1", naming: GroupNaming.Kazoo);
        await using var kazoo = LineProcess.Start(KazooInstallation.Python!, "-c", KazooParty, Server.ConnectString, "/party");
        await kazoo.HearAsync("joined");
        Assert.Equal(["kazoo1", "net1"], (await new ZkGroup(One, "/party").ReadAsync()).Select(member => member.Id));
        await kazoo.SayAsync("");
        await kazoo.HearAsync("members kazoo1,net1");
        await kazoo.SayAsync("");
        Assert.Equal(0, await kazoo.ExitAsync());
        Assert.Equal(["net1"], (await new ZkGroup(One, "/party").ReadAsync()).Select(member => member.Id));
    }

    [CuratorFact]
    public async Task CuratorGroupMember_AndOurGroup_SeeEachOther()
    {
        await using var ours = await new ZkGroup(One, "/group").JoinAsync("net1", "from .NET"u8.ToArray());
        await using var curator = LineProcess.Start(CuratorFactAttribute.Java, JavaArguments("member", "/group", "curator1"));
        await curator.HearAsync("joined");
        await RecipeServer.WaitForChildrenAsync(One, "/group", 2);
        var members = await new ZkGroup(One, "/group").ReadAsync();
        Assert.Equal(["curator1", "net1"], members.Select(member => member.Id));
        Assert.Equal("from curator", Encoding.UTF8.GetString(members[0].Status.Span));
        await curator.SayAsync("");
        await curator.HearAsync("members [curator1, net1]");
        await curator.SayAsync("");
        Assert.Equal(0, await curator.ExitAsync());
    }

    // kazoo makes a lock's node once, and fails where that has gone since: ours would be a container, which goes when it is empty.
    private async Task ContendWithKazooAsync(IZkLock ours, string kind)
    {
        await One.CreateAsync("/lock");
        await ContendAsync(ours, Kazoo(kind));
    }

    private async Task ContendAsync(IZkLock ours, Func<LineProcess> startPeer)
    {
        await using var peer = startPeer();
        for (var round = 0; round < Rounds; round++)
        {
            await using var held = await ours.AcquireAsync().WaitAsync(RecipeServer.Patience);
            var value = int.Parse(Encoding.ASCII.GetString((await One.GetAsync("/counter")).Data.Span), CultureInfo.InvariantCulture);
            await One.SetAsync("/counter", Encoding.ASCII.GetBytes($"{value + 1}"), NodeVersion.Any);

            // Be there for the whole of the other's time.
            if (round == 0) await RecipeServer.WaitForChildrenAsync(One, ours is ZkSemaphore ? "/lock/locks" : "/lock", ours is ZkSemaphore ? 1 : 2);
        }

        Assert.True(await peer.ExitAsync() == 0, peer.Output);
        Assert.Equal($"{2 * Rounds}", Encoding.ASCII.GetString((await One.GetAsync("/counter")).Data.Span));
    }

    private Func<LineProcess> Kazoo(string kind) => () =>
        LineProcess.Start(KazooInstallation.Python!, "-c", KazooLock, Server.ConnectString, "/lock", "/counter", $"{Rounds}", kind);

    private Func<LineProcess> Curator(string kind) => () => LineProcess.Start(CuratorFactAttribute.Java, JavaArguments(kind, "/lock", "/counter", $"{Rounds}"));

    private string[] JavaArguments(string kind, string path, params string[] more) =>
    [
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-XX:TieredStopAtLevel=1", "-cp", CuratorFactAttribute.ClassPath,
        Path.Combine(AppContext.BaseDirectory, "Coordination", "Interop", "CuratorPeer.java"), kind, Server.ConnectString, path, .. more,
    ];
}
