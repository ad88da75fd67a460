using ZkReactive.Protocol;

namespace ZkReactive.Client.Tests.RoundTrips;

public static partial class Scenarios
{
    private static async Task ManyReadsAsync(IZkClient client, ZkPath root)
    {
        const int Count = 1_500;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => client.CreateAsync(root / $"{i}", BitConverter.GetBytes(i)).AsTask()));
        ZkRead[] reads = [.. Enumerable.Range(0, Count).Select(i => new ZkRead.Data(root / $"{i}")), new ZkRead.Children(root)];
        var results = await client.MultiReadAsync(reads);
        Assert.Equal(Count + 1, results.Count);
        for (var i = 0; i < Count; i++)
        {
            var node = Assert.IsType<ZkReadResult.Data>(results[i]).Node;
            Assert.Equal((root / $"{i}", i, 4), (node.Path, BitConverter.ToInt32(node.Data.Span), node.Stat.DataLength));
            Assert.True(node.Zxid >= node.Stat.Mzxid);
        }

        var children = Assert.IsType<ZkReadResult.Children>(results[Count]);
        Assert.Equal((root, Count), (children.Path, children.Names.Count));
        Assert.Empty(await client.MultiReadAsync([]));
    }

    private static async Task FailingReadsAsync(IZkClient client, ZkPath root)
    {
        await client.CreateAsync(root / "a", "one"u8.ToArray());
        await client.CreateAsync(root / "closed", "two"u8.ToArray());
        await client.SetAclAsync(root / "closed", [new Acl(Permissions.Write, "world", "anyone")], NodeVersion.Any);
        var results = await client.MultiReadAsync(
        [
            new ZkRead.Data(root / "missing"), new ZkRead.Data(root / "a"), new ZkRead.Children(root / "missing"),
            new ZkRead.Data(root / "closed"), new ZkRead.Children(root / "a"),
        ]);
        Assert.Equal((root / "missing", "ZkNoNode"), FailureOf(results[0]));
        Assert.Equal("one", Assert.IsType<ZkReadResult.Data>(results[1]).Node.Text());
        Assert.Equal((root / "missing", "ZkNoNode"), FailureOf(results[2]));
        Assert.Equal((root / "closed", "ZkNoAuth"), FailureOf(results[3]));
        Assert.Empty(Assert.IsType<ZkReadResult.Children>(results[4]).Names);
    }

    // 24 nodes of 900 kB do not fit into one reply: the reads are cut until they do.
    private static async Task LargeReadsAsync(IZkClient client, ZkPath root)
    {
        const int Count = 24;
        var data = new byte[900_000];
        Random.Shared.NextBytes(data);
        for (var i = 0; i < Count; i++) await client.CreateAsync(root / $"{i}", data);
        var results = await client.MultiReadAsync([.. Enumerable.Range(0, Count).Select(i => new ZkRead.Data(root / $"{i}"))]);
        Assert.Equal(Count, results.Count);
        Assert.All(results, result => Assert.True(Assert.IsType<ZkReadResult.Data>(result).Node.Data.Span.SequenceEqual(data)));
    }

    private static async Task CountsAndEphemeralsAsync(IZkClient client, ZkPath root)
    {
        await client.CreateAsync(root / "a");
        await client.CreateAsync(root / "a" / "e", mode: CreateMode.Ephemeral);
        await client.CreateAsync(root / "ab", mode: CreateMode.Ephemeral);
        Assert.Equal(3, await client.GetAllChildrenNumberAsync(root));
        Assert.Equal([root / "a" / "e"], await client.GetEphemeralsAsync(root / "a"));
        Assert.Equal([root / "a" / "e", root / "ab"], (await client.GetEphemeralsAsync()).Order());
        await Assert.ThrowsAsync<NoNodeException>(() => client.GetAllChildrenNumberAsync(root / "missing").AsTask());
        Assert.Empty(await client.GetEphemeralsAsync(root / "missing"));
    }

    private static (ZkPath Path, string ErrorId) FailureOf(ZkReadResult result)
    {
        var failed = Assert.IsType<ZkReadResult.Failed>(result);
        Assert.Equal(failed.Path, failed.Error.Path);
        return (failed.Path, failed.Error.ErrorId);
    }
}
