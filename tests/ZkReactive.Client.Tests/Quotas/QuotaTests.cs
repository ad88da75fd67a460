using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Quotas;

/// <summary>The same on both servers, each with quotas enforced.</summary>
public class QuotaTests
{
    [Fact]
    public async Task EmbeddedServer_CountsAndRefuses()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions { EnforceQuotas = true });
        await CountsAndRefusesAsync(server.ConnectString).Soon();
    }

    [ApacheZooKeeperFact]
    public async Task ApacheServer_CountsAndRefuses()
    {
        await using var server = await ApacheZooKeeper.StartAsync(extraConfiguration: "enforceQuota=true");
        await CountsAndRefusesAsync(server.ConnectString).Soon();
    }

    [Fact]
    public async Task NotEnforced_IsOnlyCounted()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString).Soon();
        await client.CreateAsync("/a", "12345"u8.ToArray()).Soon();
        await client.SetQuotaAsync("/a", new ZkQuotaLimits { BytesHard = 3, NodesHard = 1 }).Soon();
        await client.CreateAsync("/a/b", "67"u8.ToArray()).Soon();
        Assert.Equal((2, 7), await UsageAsync(client, "/a"));
    }

    [Fact]
    public void Limits_OutOfBounds_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ZkQuotaLimits().Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZkQuotaLimits { Nodes = -1 }.Validate());
    }

    private static async Task CountsAndRefusesAsync(string connectString)
    {
        await using var root = await ZkClient.ConnectAsync(connectString);
        await root.CreateAsync("/tenants/one/app", "1234"u8.ToArray(), options: new ZkCreateOptions { CreateParents = true });
        await using var client = await ZkClient.ConnectAsync(connectString + "/tenants");
        Assert.Null(await client.GetQuotaAsync("/one"));
        Assert.False(await client.RemoveQuotaAsync("/one"));
        await Assert.ThrowsAsync<NoNodeException>(() => client.SetQuotaAsync("/two", new ZkQuotaLimits { Nodes = 1 }).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => root.SetQuotaAsync("/", new ZkQuotaLimits { Nodes = 1 }).AsTask());

        var limits = new ZkQuotaLimits { Nodes = 1, BytesHard = 10 };
        await client.SetQuotaAsync("/one", limits);
        Assert.Equal(new ZkQuota(limits, 2, 4), await client.GetQuotaAsync("/one"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.SetQuotaAsync("/one/app", limits).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => root.SetQuotaAsync("/tenants", limits).AsTask());

        // The soft limit refuses nothing; the hard one what would be too much, and nothing less.
        await client.CreateAsync("/one/app/x", "123456"u8.ToArray());
        Assert.Equal((3, 10), await UsageAsync(client, "/one"));
        await Assert.ThrowsAsync<QuotaExceededException>(() => client.CreateAsync("/one/y", "1"u8.ToArray()).AsTask());
        await Assert.ThrowsAsync<QuotaExceededException>(() => client.SetAsync("/one/app", "12345"u8.ToArray(), 99).AsTask());
        var multi = await Assert.ThrowsAsync<MultiFailedException>(() =>
            client.MultiAsync([new ZkOperation.Check("/one", NodeVersion.Any), new ZkOperation.Create("/one/z", "1"u8.ToArray())]).AsTask());
        Assert.IsType<QuotaExceededException>(multi.Cause);
        await client.SetAsync("/one/app", "1"u8.ToArray(), NodeVersion.Any);
        await client.CreateAsync("/one/y", "1"u8.ToArray());
        Assert.Equal((4, 8), await UsageAsync(client, "/one"));
        await client.DeleteAsync("/one/app/x", NodeVersion.Any);
        Assert.Equal((3, 2), await UsageAsync(client, "/one"));

        var raised = new ZkQuotaLimits { NodesHard = 3 };
        await client.SetQuotaAsync("/one", raised);
        Assert.Equal(new ZkQuota(raised, 3, 2), await client.GetQuotaAsync("/one"));
        await Assert.ThrowsAsync<QuotaExceededException>(() => client.CreateAsync("/one/more").AsTask());
        await client.SetAsync("/one/y", new byte[100], NodeVersion.Any);

        Assert.True(await client.RemoveQuotaAsync("/one"));
        await client.CreateAsync("/one/more");
        Assert.Empty((await root.GetChildrenAsync("/zookeeper/quota")).Names);
        await root.SetQuotaAsync("/tenants", limits);
        Assert.Equal((5, 101), await UsageAsync(root, "/tenants"));
    }

    private static async Task<(long Nodes, long Bytes)> UsageAsync(IZkClient client, ZkPath path)
    {
        var quota = await client.GetQuotaAsync(path);
        return (quota!.Nodes, quota.Bytes);
    }
}
