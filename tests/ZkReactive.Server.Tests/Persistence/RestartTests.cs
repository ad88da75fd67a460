using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Persistence;

/// <summary>What a server with a data directory still knows after it was stopped.</summary>
public sealed class RestartTests : DurableTest
{
    [Fact]
    public async Task AFreshDirectory_GetsASnapshotOfTheEmptyTree_AndALogNamedForItsFirstTransaction()
    {
        await using (var server = await StartAsync())
        {
            await using var client = await ConnectAsync(server);
        }

        Assert.Equal(["snapshot.0"], NamesOf("snapshot."));
        Assert.Equal(["log.1"], NamesOf("log."));
    }

    [Fact]
    public async Task EverythingThatWasAnswered_IsThereAfterARestart()
    {
        Stat stat;
        await using (var server = await StartAsync())
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/a", "one");
            await client.SetAsync("/a", "two");
            await client.CreateAsync("/a/b", "b");
            await client.CreateAsync("/a/c", "c");
            await client.DeleteAsync("/a/c");
            await client.CreateForPathAsync("/a/s-", CreateMode.PersistentSequential);
            await client.MultiAsync(WireOperations.Create("/m"), WireOperations.Set("/a"));
            Assert.Equal(ErrorCode.NoNode, await client.DeleteAsync("/nope"));
            stat = await client.StatAsync("/a");
        }

        await using var again = await StartAsync();
        var reader = await ConnectAsync(again);

        Assert.Equal(stat, await reader.StatAsync("/a"));
        Assert.Equal("b", await reader.GetTextAsync("/a/b"));
        Assert.Equal(["a", "m", "zookeeper"], await reader.ChildrenAsync("/"));
        Assert.Equal("/a/s-0000000003", await reader.CreateForPathAsync("/a/s-", CreateMode.PersistentSequential));
        // Seven writes, the refused one, one more here, and two sessions.
        Assert.Equal(11, again.Statistics.Zxid.Value);
        Assert.Equal(9, again.Statistics.Disk!.TransactionsLoaded);
        Assert.Equal(0, again.Statistics.Disk!.DigestMismatches);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2)]
    public async Task Quotas_AreCountedAnew_FromTheLogAndFromSnapshots(int snapshotCount)
    {
        await using (var server = await StartAsync(snapshotCount))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/a", "12345");
            await client.CreateAsync("/zookeeper/quota/a", "");
            await client.CreateAsync("/zookeeper/quota/a/zookeeper_limits", "count=9,bytes=99");
            await client.CreateAsync("/zookeeper/quota/a/zookeeper_stats", "count=-1,bytes=-1");
            await client.CreateAsync("/a/b", "67");
            Assert.Equal("count=2,bytes=7", await client.GetTextAsync("/zookeeper/quota/a/zookeeper_stats"));
        }

        await using var again = await StartAsync(snapshotCount);
        var reader = await ConnectAsync(again);
        Assert.Equal("count=2,bytes=7", await reader.GetTextAsync("/zookeeper/quota/a/zookeeper_stats"));
        await reader.CreateAsync("/a/c", "8");
        await reader.DeleteAsync("/a/b");
        Assert.Equal("count=2,bytes=6", await reader.GetTextAsync("/zookeeper/quota/a/zookeeper_stats"));
        Assert.Equal(0, again.Statistics.Disk!.DigestMismatches);
    }

    [Fact]
    public async Task ASession_IsTakenUpAgain_WithItsEphemeralsAndItsFullTimeout()
    {
        WireClient client;
        await using (var server = await StartAsync())
        {
            client = await ConnectAsync(server);
            await client.CreateAsync("/e", "", CreateMode.Ephemeral);
            Time.Advance(TimeSpan.FromSeconds(8));
        }

        await using var again = await StartAsync();
        Time.Advance(TimeSpan.FromSeconds(8));
        var resumed = await ResumeAsync(again, client);

        Assert.Equal(client.Id, resumed.Id);
        Assert.Equal(resumed.Id.Value, (await resumed.StatAsync("/e")).EphemeralOwner);
    }

    [Fact]
    public async Task ASession_ThatNobodyTakesUpAgain_Expires()
    {
        await using (var server = await StartAsync())
        {
            await (await ConnectAsync(server)).CreateAsync("/e", "", CreateMode.Ephemeral);
        }

        await using var again = await StartAsync();
        Assert.Equal(1, again.Statistics.EphemeralNodes);
        Time.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal((0, 0), (again.Statistics.EphemeralNodes, again.Statistics.Sessions));
    }

    [Fact]
    public async Task Kinds_AclsAndTimes_OutliveSnapshotAndLog()
    {
        Acl[] readOnly = [new(Permissions.Read, "world", "anyone")];
        await using (var server = await StartAsync(snapshotCount: 4))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/guarded", "x", acl: readOnly);
            await client.CallAsync(OpCode.CreateTtl, new CreateTtlRequest("/ttl", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 90_000));
            await client.CallAsync(OpCode.CreateContainer, new CreateRequest("/box", null, Acl.OpenUnsafe, CreateMode.Container));
            await client.CreateAsync("/box/one");
            await client.DeleteAsync("/box/one");
        }

        await using var again = await StartAsync();
        var reader = await ConnectAsync(again);
        Assert.Equal(ErrorCode.NoAuth, await reader.SetAsync("/guarded", "y"));
        Assert.Equal(["box", "guarded", "ttl", "zookeeper"], await reader.ChildrenAsync("/"));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["guarded", "ttl", "zookeeper"], await (await ConnectAsync(again)).ChildrenAsync("/"));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["guarded", "zookeeper"], await (await ConnectAsync(again)).ChildrenAsync("/"));
    }

    [Fact]
    public async Task Snapshots_AreTakenByCount_AndOldFilesGo()
    {
        await using (var server = await StartAsync(snapshotCount: 10, kept: 2))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/n");
            for (var i = 0; i < 100; i++) await client.SetAsync("/n", $"{i}");
        }

        var snapshots = NamesOf("snapshot.");
        Assert.Equal(2, snapshots.Length);
        await using var again = await StartAsync();
        Assert.Equal("99", await (await ConnectAsync(again)).GetTextAsync("/n"));
        Assert.InRange(again.Statistics.Disk!.TransactionsLoaded, 0, 30);
    }

    [Fact]
    public async Task ASecondServer_OnTheSameDirectory_IsRefused()
    {
        await using var server = await StartAsync();

        var e = await Assert.ThrowsAsync<ServerDataException>(() => StartAsync());

        Assert.Equal(ServerDataErrorIds.DirectoryInUse, e.ErrorId);
        Assert.Contains(Root, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionId_IsNeverGivenTwice_EvenWhenTheClockWentBack()
    {
        SessionId first;
        await using (var server = await StartAsync())
        {
            var client = await ConnectAsync(server);
            first = client.Id;
            await client.CallAsync(OpCode.CloseSession, default(EmptyRecord));
        }

        // The clock of the test stands still, so the ids would begin again where they did before.
        await using var again = await StartAsync();
        Assert.True((await ConnectAsync(again)).Id.Value > first.Value);
    }
}
