using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Persistence.Snapshots;
using ZkReactive.Server.Processing;
using ZkReactive.Server.Tree;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Persistence;

/// <summary>Nothing that a server says may rest on what the disk does not have.</summary>
public sealed class CommitTests : DurableTest
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly TestDisk _disk;

    public CommitTests() => _disk = Track(new TestDisk());

    [Fact]
    public async Task WhileTheDiskIsBusy_NoReplyNoEventAndNoReadShowsTheWrite()
    {
        await using var server = await StartAsync(files: _disk);
        var writer = await ConnectAsync(server);
        var reader = await ConnectAsync(server);
        var watcher = await ConnectAsync(server);
        await writer.CreateAsync("/n", "old");
        await watcher.GetAsync("/n", watch: true);

        _disk.Hold();
        await writer.SendAsync(OpCode.SetData, new SetDataRequest("/n", "new"u8.ToArray(), -1));
        await _disk.HeldAsync();
        await reader.SendAsync(OpCode.GetData, new GetDataRequest("/n", false));
        // The reply, the event and the read are made, and none is sent.
        await UntilAsync(server, figures => figures.Outstanding == 3);
        _disk.Release();

        Assert.Equal("new", System.Text.Encoding.UTF8.GetString((await reader.ReadReplyAsync()).As<GetDataResponse>().Data!));
        Assert.Equal(ErrorCode.Ok, (await writer.ReadReplyAsync()).Header.Error);
        Assert.Equal(WatchEventType.NodeDataChanged, (await watcher.NextEventAsync()).As<WatcherEvent>().Type);
    }

    [Fact]
    public async Task WhatGathersMeanwhile_GoesToTheDiskTogether_AndInOrder()
    {
        await using var server = await StartAsync(files: _disk);
        var client = await ConnectAsync(server);
        await client.CreateAsync("/n");
        _disk.Hold();
        await client.SendAsync(OpCode.SetData, new SetDataRequest("/n", null, -1));
        await _disk.HeldAsync();
        var syncs = server.Statistics.Disk!.Syncs;
        for (var i = 0; i < 500; i++) await client.SendAsync(OpCode.SetData, new SetDataRequest("/n", null, -1));
        await UntilAsync(server, figures => figures.Zxid.Value == 503);
        _disk.Release();

        for (var version = 1; version <= 501; version++) Assert.Equal(version, (await client.ReadReplyAsync()).As<SetDataResponse>().Stat.Version);
        Assert.Equal(syncs + 2, server.Statistics.Disk!.Syncs);
    }

    [Fact]
    public async Task MoreThanTheLogTakes_IsLeftUnread_AndServedLater()
    {
        await using var server = await StartAsync(files: _disk);
        var client = await ConnectAsync(server);
        await client.CreateAsync("/n");
        _disk.Hold();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++) await client.SendAsync(OpCode.SetData, new SetDataRequest("/n", new byte[1_000_000], -1));
        });
        await _disk.HeldAsync();
        // One in the batch that is held, and as many as it takes for eight mebibytes.
        await UntilAsync(server, figures => figures.Zxid.Value >= 2 + 9);
        Assert.InRange(server.Statistics.Zxid.Value, 11, 13);
        _disk.Release();

        for (var version = 1; version <= 30; version++) Assert.Equal(version, (await client.ReadReplyAsync()).As<SetDataResponse>().Stat.Version);
        await sending;
    }

    [Fact]
    public async Task WhenTheDiskFails_NothingIsAnsweredAnyMore_AndWhatWasIsThereAfterwards()
    {
        await using (var server = await StartAsync(files: _disk))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/kept", "yes");
            var failed = server.WaitForFailureAsync();

            _disk.SyncFailure = new IOException("Input/output error");
            await client.SendAsync(OpCode.Create, new CreateRequest("/lost", null, Acl.OpenUnsafe, CreateMode.Persistent));

            Assert.Null(await client.ReadAsync());
            var e = await Assert.ThrowsAsync<ServerDataException>(() => failed.WaitAsync(Deadline, TimeProvider.System));
            Assert.Equal(ServerDataErrorIds.LogFailed, e.ErrorId);
            Assert.Contains("Input/output error", e.Message, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(Files, "log.1"), e.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<IOException>(() => ConnectAsync(server));
            var admin = Track(await WireClient.OpenAsync(server.EndPoint));
            await admin.SendBytesAsync("ruok"u8.ToArray());
            Assert.Equal("This ZooKeeper instance is not currently serving requests\n", System.Text.Encoding.ASCII.GetString(await admin.ReadToEndAsync()));
        }

        await using var again = await StartAsync();
        Assert.Equal("yes", await (await ConnectAsync(again)).GetTextAsync("/kept"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(150)]
    public async Task WhenTheDiskIsFull_WhatWasAnsweredIsThere_AndTheTornRecordIsNot(int room)
    {
        await using (var server = await StartAsync(files: _disk))
        {
            var client = await ConnectAsync(server);
            await client.CreateAsync("/kept", "yes");
            _disk.Room = room;
            await client.SendAsync(OpCode.Create, new CreateRequest("/lost", new byte[500], Acl.OpenUnsafe, CreateMode.Persistent));
            var e = await Assert.ThrowsAsync<ServerDataException>(() => server.WaitForFailureAsync().WaitAsync(Deadline, TimeProvider.System));
            Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        }

        await using var again = await StartAsync();
        Assert.Equal(["kept", "zookeeper"], await (await ConnectAsync(again)).ChildrenAsync("/"));
    }

    [Fact]
    public async Task ASnapshot_GetsItsName_OnlyWhenTheDiskHasTheLogItShows()
    {
        var options = new ZkServerOptions { DataDirectory = Root, TimeProvider = Time };
        await using var store = DurableStore.Open(Root, options);
        using var state = new ServerState(options, store.Recovered);
        await store.StartAsync(state, _disk);
        var keeper = new SnapshotKeeper(store.Directory, state, state.Commits!, new DurabilityFigures());
        _disk.Hold();
        lock (state.Gate) state.Commit(1, 0, new CreateTransaction("/n", null, Acl.OpenUnsafe, 0, 1));
        await _disk.HeldAsync();

        var taking = keeper.TakeAsync();
        Assert.False(taking.IsCompleted);
        Assert.Equal(["snapshot.0", "snapshot.0.unfinished"], NamesOf("snapshot."));
        _disk.Release();
        await taking;

        Assert.Equal(["snapshot.0", "snapshot.1"], NamesOf("snapshot."));
    }

    private static async Task UntilAsync(ZkServer server, Func<ZkServerStatistics, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        while (!condition(server.Statistics)) await Task.Delay(Pause, TimeProvider.System, deadline.Token);
    }
}
