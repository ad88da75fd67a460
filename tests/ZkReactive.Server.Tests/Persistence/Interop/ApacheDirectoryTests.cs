using System.Net;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Persistence.Interop;

/// <summary>One directory, opened by this server and by Apache ZooKeeper in turn.</summary>
public sealed class ApacheDirectoryTests : DurableTest
{
    private static readonly Acl[] Guarded = [new(Permissions.Read | Permissions.Admin, "world", "anyone"), new(Permissions.All, "digest", "u:Wzh1GVvtSyb/hY+nRB4Gjr0QLVw=")];

    [ApacheZooKeeperFact]
    public async Task WhatApacheWrote_OpensHere_ToTheLastBit()
    {
        WireClient client;
        Dictionary<string, Stat> before;
        await using (var apache = await ApacheDirectory.StartAsync(Root))
        {
            client = Track(await WireClient.ConnectAsync(EndPointOf(apache)));
            await TellAStoryAsync(client);
            before = await StatsAsync(client);
        }

        await using var server = await StartAsync();
        var resumed = await ResumeAsync(server, client);

        Assert.Equal(client.Id, resumed.Id);
        Assert.Equal(before, await StatsAsync(resumed));
        Assert.True(server.Statistics.Disk!.TransactionsLoaded > 10);
        Assert.Equal(0, server.Statistics.Disk!.DigestMismatches);
        await AssertStoryAsync(resumed);
    }

    [ApacheZooKeeperFact]
    public async Task WhatThisServerWrote_OpensInApache_ToTheLastBit()
    {
        WireClient client;
        Dictionary<string, Stat> before;
        await using (var server = await StartAsync())
        {
            client = await ConnectAsync(server);
            await TellAStoryAsync(client);
            before = await StatsAsync(client);
        }

        await using var apache = await ApacheDirectory.StartAsync(Root);
        Assert.Equal("0", await apache.FigureAsync("zk_digest_mismatches_count"));
        var resumed = Track(await WireClient.ResumeAsync(EndPointOf(apache), client.Session));

        Assert.Equal(client.Id, resumed.Id);
        Assert.Equal(before, await StatsAsync(resumed));
        await AssertStoryAsync(resumed);
    }

    [ApacheZooKeeperFact]
    public async Task ADirectory_GoesToAndFro_AndSequencesGoOn()
    {
        for (var round = 0; round < 2; round++)
        {
            await using (var server = await StartAsync(snapshotCount: 3))
            {
                await AppendAsync(await ConnectAsync(server), 2 * round);
            }

            await using (var apache = await ApacheDirectory.StartAsync(Root))
            {
                Assert.Equal("0", await apache.FigureAsync("zk_digest_mismatches_count"));
                await AppendAsync(Track(await WireClient.ConnectAsync(EndPointOf(apache))), (2 * round) + 1);
            }
        }

        await using var last = await StartAsync();
        Assert.Equal(0, last.Statistics.Disk!.DigestMismatches);
        Assert.Equal(4 * 3, (await (await ConnectAsync(last)).ChildrenAsync("/log")).Count);
    }

    [ApacheZooKeeperFact]
    public async Task ASnapshotThatWasWrittenUnderLoad_OpensInApache()
    {
        await using (var server = await StartAsync(snapshotCount: 500))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/n");
            for (var i = 0; i < 12_000; i++) await client.SendAsync(OpCode.Create, new CreateRequest($"/n/{i}", null, i % 2 == 0 ? Acl.OpenUnsafe : Guarded, CreateMode.Persistent));
            for (var i = 0; i < 12_000; i++) await client.ReadReplyAsync();
            for (var i = 0; i < 6_000; i++) await client.SendAsync(OpCode.Delete, new DeleteRequest($"/n/{i}", -1));
            for (var i = 0; i < 6_000; i++) await client.ReadReplyAsync();
        }

        await using var apache = await ApacheDirectory.StartAsync(Root);
        Assert.Equal("0", await apache.FigureAsync("zk_digest_mismatches_count"));
        var reader = Track(await WireClient.ConnectAsync(EndPointOf(apache)));
        var children = await reader.ChildrenAsync("/n");
        Assert.Equal(6_000, children.Count);
        Assert.Equal(18_000, (await reader.StatAsync("/n")).ChildrenVersion);
    }

    // Everything that takes a form of its own on the disk.
    private static async Task TellAStoryAsync(WireClient client)
    {
        await client.CreateAsync("/plain", "x");
        for (var i = 0; i < 3; i++) await client.SetAsync("/plain", $"data {i}");
        await client.CreateAsync("/null");
        await client.CallAsync(OpCode.SetData, new SetDataRequest("/null", null, -1));
        await client.CreateAsync("/e", "mine", CreateMode.Ephemeral);
        await client.CreateAsync("/guarded", "secret", acl: Guarded);
        await client.CallAsync(OpCode.SetAcl, new SetAclRequest("/plain", Acl.OpenUnsafe, -1));
        await client.CallAsync(OpCode.CreateTtl, new CreateTtlRequest("/ttl", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 5_000_000));
        await client.CallAsync(OpCode.CreateContainer, new CreateRequest("/box", null, Acl.OpenUnsafe, CreateMode.Container));
        await client.CreateAsync("/seq");
        for (var i = 0; i < 3; i++) await client.CreateForPathAsync("/seq/n-", CreateMode.PersistentSequential);
        await client.DeleteAsync("/seq/n-0000000001");
        await client.MultiAsync(WireOperations.Create("/m"), WireOperations.Create("/m/x"), WireOperations.Check("/m", 0), WireOperations.Set("/plain"), WireOperations.Delete("/m/x"));
        await client.MultiAsync(WireOperations.Create("/never"), WireOperations.Delete("/nope"));
        await client.DeleteAsync("/nope");
        await client.CreateAsync("/ünïcode/", "no such path");
        await client.CreateAsync("/ünïcode", "Ω");
    }

    private static async Task AssertStoryAsync(WireClient client)
    {
        Assert.Equal("mine", await client.GetTextAsync("/e"));
        Assert.Equal("Ω", await client.GetTextAsync("/ünïcode"));
        Assert.Equal(client.Id.Value, (await client.StatAsync("/e")).EphemeralOwner);
        Assert.Equal(ErrorCode.NoAuth, await client.SetAsync("/guarded", "changed"));
        Assert.Equal("/seq/n-0000000003", await client.CreateForPathAsync("/seq/n-", CreateMode.PersistentSequential));
        Assert.Null((await client.GetAsync("/null")).As<GetDataResponse>().Data);
        Assert.Equal(Guarded, (await client.CallAsync(OpCode.GetAcl, new GetAclRequest("/guarded"))).As<GetAclResponse>().Acls);
    }

    private static async Task AppendAsync(WireClient client, int turn)
    {
        if (turn == 0) await client.CreateAsync("/log");
        for (var i = 0; i < 3; i++) Assert.Equal($"/log/n-{(3 * turn) + i:d10}", await client.CreateForPathAsync("/log/n-", CreateMode.PersistentSequential));
    }

    private static async Task<Dictionary<string, Stat>> StatsAsync(WireClient client)
    {
        var stats = new Dictionary<string, Stat>();
        var paths = new Queue<string>(["/"]);
        while (paths.TryDequeue(out var path))
        {
            stats[path] = await client.StatAsync(path);
            foreach (var child in await client.ChildrenAsync(path)) paths.Enqueue(path == "/" ? $"/{child}" : $"{path}/{child}");
        }

        return stats;
    }

    private static IPEndPoint EndPointOf(ApacheDirectory apache) => new(IPAddress.Loopback, apache.Port);
}
