using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Processing;

public sealed class WatchTests : ServerTest
{
    [Fact]
    public async Task OneShotWatches_TellOfTheFirstChangeOnly()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await writer.CreateAsync("/a");
        await watcher.GetAsync("/a", watch: true);
        await watcher.ExistsAsync("/a", watch: true);
        await watcher.ChildrenAsync("/a", watch: true);

        await writer.SetAsync("/a", "1");
        await writer.SetAsync("/a", "2");
        await writer.CreateAsync("/a/b");
        await writer.CreateAsync("/a/c");

        Assert.Equal(["NodeDataChanged /a", "NodeChildrenChanged /a"], await TextsAsync(watcher));
    }

    [Fact]
    public async Task ADeletion_IsToldOnce_ToOneWhoWatchesDataAndChildren()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await writer.CreateAsync("/a");
        await writer.CreateAsync("/a/b");
        await watcher.GetAsync("/a/b", watch: true);
        await watcher.ChildrenAsync("/a/b", watch: true);
        await watcher.ChildrenAsync("/a", watch: true);

        await writer.DeleteAsync("/a/b");

        Assert.Equal(["NodeDeleted /a/b", "NodeChildrenChanged /a"], await TextsAsync(watcher));
    }

    [Fact]
    public async Task AnEvent_CarriesTheZxidOfItsChange_AndComesBeforeTheReplyThatShowsIt()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        await client.GetAsync("/a", watch: true);
        await client.SendAsync(OpCode.SetData, new SetDataRequest("/a", null, -1));

        var happened = await client.ReadAsync();
        var reply = await client.ReadAsync();

        Assert.Equal((-1, ErrorCode.Ok), (happened!.Header.Xid, happened.Header.Error));
        Assert.Equal(reply!.Header.Zxid, happened.Header.Zxid);
        Assert.Equal(reply.As<SetDataResponse>().Stat.Mzxid, happened.Header.Zxid);
    }

    [Fact]
    public async Task ExistsWatch_OnAMissingNode_TellsOfItsCreation_AGetWatchIsNotSet()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        Assert.Equal(ErrorCode.NoNode, await watcher.ExistsAsync("/a", watch: true));
        Assert.Equal(ErrorCode.NoNode, (await watcher.GetAsync("/b", watch: true)).Header.Error);

        await writer.CreateAsync("/a");
        await writer.CreateAsync("/b");

        Assert.Equal(["NodeCreated /a"], await TextsAsync(watcher));
    }

    [Fact]
    public async Task PersistentWatch_TellsOfEveryChangeOfTheNodeAndItsChildren()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        Assert.Equal(ErrorCode.Ok, await watcher.AddWatchAsync("/a", WatchMode.Persistent));

        await writer.CreateAsync("/a");
        await writer.SetAsync("/a", "1");
        await writer.CreateAsync("/a/b");
        await writer.SetAsync("/a/b", "1");
        await writer.DeleteAsync("/a/b");
        await writer.DeleteAsync("/a");

        Assert.Equal(
            ["NodeCreated /a", "NodeDataChanged /a", "NodeChildrenChanged /a", "NodeChildrenChanged /a", "NodeDeleted /a"],
            await TextsAsync(watcher));
    }

    [Fact]
    public async Task RecursiveWatch_TellsOfEverythingBelow_ButNotThatChildrenChanged()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await watcher.AddWatchAsync("/a", WatchMode.PersistentRecursive);

        await writer.CreateAsync("/a");
        await writer.CreateAsync("/a/b");
        await writer.CreateAsync("/ab");
        await writer.SetAsync("/a/b", "1");
        await writer.DeleteAsync("/a/b");

        Assert.Equal(
            ["NodeCreated /a", "NodeCreated /a/b", "NodeDataChanged /a/b", "NodeDeleted /a/b"], await TextsAsync(watcher));
    }

    [Fact]
    public async Task AMulti_TellsOfEachPart_UnderItsOneZxid()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await watcher.AddWatchAsync("/", WatchMode.PersistentRecursive);

        await writer.MultiAsync(WireOperations.Create("/a"), WireOperations.Set("/a"), WireOperations.Delete("/a"));

        var first = await watcher.NextEventAsync();
        var second = await watcher.NextEventAsync();
        var third = await watcher.NextEventAsync();
        Assert.Equal(["NodeCreated /a", "NodeDataChanged /a", "NodeDeleted /a"], new[] { first, second, third }.Select(Text));
        Assert.Single(new[] { first, second, third }.Select(e => e.Header.Zxid).Distinct());
    }

    [Theory]
    [InlineData(WatcherType.Data, "NodeChildrenChanged /a")]
    [InlineData(WatcherType.Children, "NodeDataChanged /a")]
    public async Task RemoveWatches_TakesOneKindOnly(WatcherType type, string left)
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await writer.CreateAsync("/a");
        await watcher.GetAsync("/a", watch: true);
        await watcher.ChildrenAsync("/a", watch: true);

        Assert.Equal(ErrorCode.Ok, await RemoveAsync(watcher, "/a", type));
        Assert.Equal(ErrorCode.NoWatcher, await RemoveAsync(watcher, "/a", type));
        await writer.SetAsync("/a", "1");
        await writer.CreateAsync("/a/b");

        Assert.Equal([left], await TextsAsync(watcher));
    }

    [Fact]
    public async Task RemoveWatches_OfPersistentOnes_LeavesTheOthersOnThePath()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await writer.CreateAsync("/a");
        await watcher.AddWatchAsync("/a", WatchMode.Persistent);
        await watcher.AddWatchAsync("/a", WatchMode.PersistentRecursive);
        Assert.Equal(ErrorCode.NoWatcher, await RemoveAsync(watcher, "/a", WatcherType.Data));
        Assert.Equal(ErrorCode.Ok, await RemoveAsync(watcher, "/a", WatcherType.Persistent));

        await writer.CreateAsync("/a/b");

        Assert.Equal(["NodeCreated /a/b"], await TextsAsync(watcher));
        Assert.Equal(ErrorCode.Ok, (await watcher.CallAsync(OpCode.CheckWatches, new CheckWatchesRequest("/a", WatcherType.Any))).Header.Error);
        Assert.Equal(ErrorCode.Ok, await RemoveAsync(watcher, "/a", WatcherType.Any));
        Assert.Equal(ErrorCode.NoWatcher, (await watcher.CallAsync(OpCode.CheckWatches, new CheckWatchesRequest("/a", WatcherType.Any))).Header.Error);
        Assert.Equal(0, Server.Statistics.Watches);
    }

    [Fact]
    public async Task Watches_EndWithTheConnection()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await watcher.AddWatchAsync("/a", WatchMode.Persistent);
        Assert.Equal(2, Server.Statistics.Watches);
        var again = await ResumeAsync(watcher);
        Assert.Equal(0, Server.Statistics.Watches);
        await writer.CreateAsync("/a");
        Assert.Empty(await again.EventsSoFarAsync());
    }

    [Fact]
    public async Task Events_OfNodesThatOneMayNotRead_AreNotTold()
    {
        var (writer, watcher) = await ConnectTwoAsync();
        await writer.AuthenticateAsync("digest", "user:secret");
        await watcher.AddWatchAsync("/", WatchMode.PersistentRecursive);

        await writer.CreateAsync("/secret", acl: Acl.CreatorAll);
        await writer.SetAsync("/secret", "1");
        await writer.CreateAsync("/secret/open");
        await writer.DeleteAsync("/secret/open");
        await writer.DeleteAsync("/secret");

        Assert.Equal(["NodeCreated /secret/open", "NodeDeleted /secret/open"], await TextsAsync(watcher));
    }

    private static string Text(WireReply reply) => Text(reply.As<WatcherEvent>());

    private static string Text(WatcherEvent happened) => $"{happened.Type} {happened.Path}";

    private static async Task<IEnumerable<string>> TextsAsync(WireClient client) => (await client.EventsSoFarAsync()).Select(Text);

    private static async Task<ErrorCode> RemoveAsync(WireClient client, string path, WatcherType type) =>
        (await client.CallAsync(OpCode.RemoveWatches, new RemoveWatchesRequest(path, type))).Header.Error;

    private async Task<(WireClient Writer, WireClient Watcher)> ConnectTwoAsync() => (await ConnectAsync(), await ConnectAsync());
}
