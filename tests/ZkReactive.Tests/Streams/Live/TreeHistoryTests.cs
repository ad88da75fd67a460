using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.Streams;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>
/// Random writes while the tree's connection is cut and its session ended at random: when all is quiet, the tree is the
/// server's, node by node, and the differences on the way add up to it.
/// </summary>
public class TreeHistoryTests
{
    [Theory]
    [InlineData(1, "3.9")]
    [InlineData(2, "3.9")]
    [InlineData(3, "3.9")]
    [InlineData(4, "3.5")]
    [InlineData(5, "3.5")]
    [InlineData(6, "3.4")]
    public async Task EmbeddedServer_RandomWritesAndFaults_EndOnTheServersTree(int seed, string version)
    {
        await using var server = await ZkServer.StartAsync();
        if (version == "3.5") server.Faults.ActAsVersion35();
        if (version == "3.4") server.Faults.ActAsVersion34();
        await FollowAsync(server.ConnectString, seed, rounds: 12);
    }

    [ApacheZooKeeperFact]
    public async Task ApacheZooKeeper_RandomWritesAndFaults_EndOnTheServersTree()
    {
        await using var server = await ApacheZooKeeper.StartAsync(1);
        for (var seed = 10; seed < 14; seed++) await FollowAsync(server.ConnectString, seed, rounds: 8);
    }

    private static async Task FollowAsync(string connectString, int seed, int rounds)
    {
        var random = new Random(seed);
        var root = ZkPath.Parse($"/history-{seed}");
        await using var writer = await ZkClient.ConnectAsync(connectString);
        await using var proxy = ZkProxy.Start(connectString);
        var history = new TreeHistory(writer, root, seed);
        await writer.CreateAsync(root);
        await history.WriteAsync(100);

        // The loads too are to be disturbed, so the first fault is set before there is anything to follow.
        SetFault(proxy, random);
        await using var client = await ZkClient.ConnectAsync(proxy.ConnectString);
        using var seen = client.ObserveTree(root).Record();
        for (var round = 0; round < rounds; round++)
        {
            await history.WriteAsync(60);
            var present = await history.PresentAsync();
            await seen.WaitAsync(
                m => m.Count > 0 && m[^1] is { HasValue: true } last && TreeHistory.TextOf(last.Value.Tree) == present,
                $"seed {seed}, round {round}:\n{present}");
            SetFault(proxy, random);
        }

        AssertAddsUp(seen, $"seed {seed}");
    }

    private static void SetFault(ZkProxy proxy, Random random)
    {
        var left = random.Next(1, 60);
        var action = new[] { ProxyAction.CutBefore, ProxyAction.CutAfter, ProxyAction.ExpireBefore, ProxyAction.ExpireAfter }[random.Next(4)];
        proxy.Rule = frame => frame.Operation is OpCode.Ping || Interlocked.Decrement(ref left) != 0 ? ProxyAction.Forward : action;
    }

    private static void AssertAddsUp(Recorder<TreeChange> seen, string run)
    {
        var all = seen.Values;
        Assert.True(all.Count(c => c.Cause == ChangeCause.Initial) == 1 && all[0].Cause == ChangeCause.Initial, run);
        var known = new Dictionary<string, Zxid>();
        foreach (var change in all)
        {
            foreach (var difference in change.Differences)
            {
                if (difference.Kind == TreeDifferenceKind.Removed)
                {
                    Assert.True(known.Remove(difference.Path), run);
                    continue;
                }

                // A node that was deleted and made again may have been removed on the way, but never goes back.
                var mzxid = difference.Node.Stat.Mzxid;
                if (known.TryGetValue(difference.Path, out var before)) Assert.True(mzxid > before, $"{run}: {difference.Path} went back");
                known[difference.Path] = mzxid;
            }

            Assert.Equal(known.Count, change.Tree.Count);
            Assert.Equal(change.Tree.Nodes.Count(), change.Tree.Count);
            Assert.Equal(change.Tree.Nodes.Sum(n => (long)n.Packed.Length), change.Tree.Bytes);
        }

        Assert.Null(seen.Violation);
    }
}
