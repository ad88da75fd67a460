using ZkReactive.Protocol;

namespace ZkReactive.Client.Tests.RoundTrips;

public static partial class Scenarios
{
    private static async Task OneShotWatchesAsync(IZkClient client, ZkPath root)
    {
        var missing = await client.ExistsWatchedAsync(root / "a");
        var children = await client.GetChildrenWatchedAsync(root);
        Assert.False(missing.Value.Exists);
        await client.CreateAsync(root / "a");
        Assert.Equal(WatchEventType.NodeCreated, (await missing.Watch.Fired.Soon()).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await children.Watch.Fired.Soon()).Type);

        // Trap 1: what the reply of a later call could tell, the watch has told already.
        var data = await client.GetWatchedAsync(root / "a");
        await client.SetAsync(root / "a", default, NodeVersion.Any);
        Assert.True(data.Watch.Fired.IsCompleted);

        var there = await client.ExistsWatchedAsync(root / "a");
        await client.DeleteAsync(root / "a", NodeVersion.Any);
        Assert.Equal((WatchEventType.NodeDeleted, root / "a"), ((await there.Watch.Fired.Soon()).Type, (await there.Watch.Fired).Path));
        await Assert.ThrowsAsync<NoNodeException>(() => client.GetWatchedAsync(root / "a").AsTask());
    }

    private static async Task PersistentWatchesAsync(IZkClient client, ZkPath root)
    {
        await client.CreateAsync(root / "t");
        await using var plain = await client.AddWatchAsync(root, WatchMode.Persistent);
        await using var tree = await client.AddWatchAsync(root / "t", WatchMode.PersistentRecursive);
        await client.CreateAsync(root / "t" / "x");
        await client.SetAsync(root / "t" / "x", default, NodeVersion.Any);
        await client.CreateAsync(root / "u");
        await client.DeleteAsync(root / "t" / "x", NodeVersion.Any);

        Assert.Equal((WatchEventType.NodeCreated, root / "t" / "x"), await NextAsync(tree));
        Assert.Equal((WatchEventType.NodeDataChanged, root / "t" / "x"), await NextAsync(tree));
        Assert.Equal((WatchEventType.NodeDeleted, root / "t" / "x"), await NextAsync(tree));
        Assert.Equal((WatchEventType.NodeChildrenChanged, root), await NextAsync(plain));
        Assert.False(plain.Events.TryRead(out _));
    }

    // Servers before 3.9 would let the later watch of a path replace the earlier (ZOOKEEPER-4466).
    private static async Task OneShotBesidePersistentAsync(IZkClient client, ZkPath root)
    {
        foreach (var mode in new[] { WatchMode.Persistent, WatchMode.PersistentRecursive })
        {
            var path = (await client.CreateAsync(root / "n-", mode: CreateMode.PersistentSequential)).Path;
            await using var persistent = await client.AddWatchAsync(path, mode);
            for (var i = 0; i < 3; i++)
            {
                var data = await client.GetWatchedAsync(path);
                var children = await client.GetChildrenWatchedAsync(path);
                await client.SetAsync(path, default, NodeVersion.Any);
                await client.CreateAsync(path / $"{i}");
                Assert.Equal(WatchEventType.NodeDataChanged, (await data.Watch.Fired.Soon()).Type);
                Assert.Equal(WatchEventType.NodeChildrenChanged, (await children.Watch.Fired.Soon()).Type);
                Assert.Equal((WatchEventType.NodeDataChanged, path), await NextAsync(persistent));
                Assert.Equal(
                    mode == WatchMode.Persistent ? (WatchEventType.NodeChildrenChanged, path) : (WatchEventType.NodeCreated, path / $"{i}"),
                    await NextAsync(persistent));
            }
        }
    }

    private static async Task RemovedWatchesAsync(IZkClient client, ZkPath root)
    {
        var watch = await client.AddWatchAsync(root, WatchMode.PersistentRecursive);
        var oneShot = (await client.GetWatchedAsync(root)).Watch;
        await oneShot.DisposeAsync();
        await watch.DisposeAsync();
        await watch.DisposeAsync();
        await client.CreateAsync(root / "a");
        await watch.Events.Completion.Soon();
        Assert.Equal(KeeperState.Closed, (await oneShot.Fired).State);
        await using var again = await client.AddWatchAsync(root, WatchMode.Persistent);
        await client.CreateAsync(root / "b");
        Assert.Equal((WatchEventType.NodeChildrenChanged, root), await NextAsync(again));
    }

    private static async Task LargeDataAsync(IZkClient client, ZkPath root)
    {
        var data = new byte[1_000_000];
        Random.Shared.NextBytes(data);
        await client.CreateAsync(root / "big", data);
        var reads = Enumerable.Range(0, 8).Select(_ => client.GetAsync(root / "big").AsTask());
        Assert.All(await Task.WhenAll(reads), node => Assert.Equal(data, node.Data.ToArray()));
        var error = await Assert.ThrowsAsync<ZkProtocolException>(() => client.SetAsync(root / "big", new byte[1_100_000], NodeVersion.Any).AsTask());
        Assert.Equal("ZkPacketTooLarge", error.ErrorId);
    }

    private static async Task ManyCallsAsync(IZkClient client, ZkPath root)
    {
        var creates = Enumerable.Range(0, 500).Select(i => Task.Run(() => client.CreateAsync(root / $"{i}", BitConverter.GetBytes(i)).AsTask()));
        await Task.WhenAll(creates);
        var reads = Enumerable.Range(0, 500).Select(i => Task.Run(async () => BitConverter.ToInt32((await client.GetAsync(root / $"{i}")).Data.Span) == i));
        Assert.All(await Task.WhenAll(reads), Assert.True);
        Assert.Equal(500, (await client.GetChildrenAsync(root)).Names.Count);
    }

    private static async Task<(WatchEventType, ZkPath)> NextAsync(IZkPersistentWatch watch)
    {
        var happened = await watch.Events.NextAsync();
        return (happened.Type, happened.Path);
    }
}
