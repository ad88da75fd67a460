using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Processing;

/// <summary>The server compares data with mzxid, children with pzxid and existence with presence; trap 4.</summary>
public sealed class SetWatchesTests : ServerTest
{
    [Fact]
    public async Task WhatChangedMeanwhile_IsToldBeforeTheReply()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/data");
        await client.CreateAsync("/children");
        await client.CreateAsync("/gone");
        var seen = (await client.GetAsync("/")).Header.Zxid;
        await client.SetAsync("/data", "new");
        await client.CreateAsync("/children/c");
        await client.DeleteAsync("/gone");
        await client.CreateAsync("/born");

        await SetWatchesAsync(client, seen, ["/data", "/children", "/gone"], ["/born", "/unborn"], ["/children", "/data", "/gone"]);

        Assert.Equal(
            ["NodeDataChanged /data", "NodeDeleted /gone", "NodeCreated /born", "NodeChildrenChanged /children", "NodeDeleted /gone"],
            (await client.EventsSoFarAsync()).Select(e => $"{e.Type} {e.Path}"));
    }

    [Fact]
    public async Task WhatDidNotChange_IsWatchedAgain()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        var seen = (await client.GetAsync("/")).Header.Zxid;
        await SetWatchesAsync(client, seen, ["/a"], ["/unborn"], ["/a"]);
        Assert.Empty(await client.EventsSoFarAsync());

        await client.SetAsync("/a", "1");
        await client.CreateAsync("/a/b");
        await client.CreateAsync("/unborn");

        Assert.Equal(
            ["NodeDataChanged /a", "NodeChildrenChanged /a", "NodeCreated /unborn"],
            (await client.EventsSoFarAsync()).Select(e => $"{e.Type} {e.Path}"));
    }

    [Fact]
    public async Task MissedEvents_CarryNoZxid()
    {
        var client = await ConnectAsync();
        await SetWatchesAsync(client, Zxid.None, ["/gone"], [], []);

        Assert.Equal(-1, (await client.NextEventAsync()).Header.Zxid.Value);
    }

    [Fact]
    public async Task PersistentWatches_AreOnlyAddedAgain()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/p");
        await client.CreateAsync("/r");
        var reply = await client.CallAsync(OpCode.SetWatches2, new SetWatches2(Zxid.None, [], [], [], ["/p"], ["/r"]), -8);
        Assert.Equal(ErrorCode.Ok, reply.Header.Error);
        Assert.Empty(await client.EventsSoFarAsync());

        await client.SetAsync("/p", "1");
        await client.CreateAsync("/p/x");
        await client.CreateAsync("/r/x");

        Assert.Equal(
            ["NodeDataChanged /p", "NodeChildrenChanged /p", "NodeCreated /r/x"],
            (await client.EventsSoFarAsync()).Select(e => $"{e.Type} {e.Path}"));
    }

    private static async Task SetWatchesAsync(WireClient client, Zxid seen, string[] data, string[] exist, string[] child) =>
        Assert.Equal(ErrorCode.Ok, (await client.CallAsync(OpCode.SetWatches, new SetWatches(seen, data, exist, child), -8)).Header.Error);
}
