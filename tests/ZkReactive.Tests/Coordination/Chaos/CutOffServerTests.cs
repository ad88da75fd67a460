using System.Diagnostics;
using Xunit.Abstractions;
using ZkReactive.Client;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
using ZkReactive.Tests.Coordination.Servers;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>
/// A server that was cut off from the others goes on answering pings until it notices, here for ten seconds, while the leader
/// ends the sessions that it hears no more of.
/// </summary>
public sealed class CutOffServerTests(ITestOutputHelper output)
{
    private static readonly ZkPath Path = ZkPath.Parse("/locks/cut-off");
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(8);

    [ApacheZooKeeperFact]
    public async Task AHolderAtAServerThatWasCutOff_IsToldBeforeAnotherGetsTheLock()
    {
        await using var network = await NetworkNamespaces.TryStartAsync(3);
        if (network is null)
        {
            output.WriteLine("not tried: network namespaces cannot be made here");
            return;
        }

        await using var servers = await ApacheZooKeeper.StartAsync(3, network: network);
        var leader = await servers.LeaderAsync();
        var follower = leader == 1 ? 2 : 1;
        await using var one = await ConnectAsync(servers.ConnectStringOf(follower));
        await using var two = await ConnectAsync(servers.ConnectStringOf(leader));
        var held = await new ZkMutex(one, Path).AcquireAsync();
        var lost = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = held.Lost.Register(() => lost.SetResult(Stopwatch.GetTimestamp()));
        var waiting = TakeAsync(two);
        await RecipeServer.WaitForChildrenAsync(one, Path, 2);
        await network.CutOffAsync(follower);

        var got = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.True(lost.Task.IsCompleted, $"Another had the lock, and its holder {(one.Session.IsConnected ? "was connected" : "had no connection")} and relied upon it.");
        output.WriteLine($"told {Stopwatch.GetElapsedTime(await lost.Task, got).TotalMilliseconds:F0} ms before");
        Assert.True(await lost.Task < got);
        Assert.Equal(LockLoss.Suspected, held.Loss);
        await network.HealAsync();
    }

    private static async Task<long> TakeAsync(IZkClient client)
    {
        await using var held = await new ZkMutex(client, Path).AcquireAsync();
        return Stopwatch.GetTimestamp();
    }

    private static Task<IZkClient> ConnectAsync(string connectString) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = connectString, SessionTimeout = SessionTimeout, ConnectTimeout = TimeSpan.FromSeconds(60) });
}
