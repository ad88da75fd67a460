using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.Streams;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams.Traps;

/// <summary>Trap 6: a node deleted and made again has version 0 again; that it is another one, only its czxid and mzxid tell.</summary>
public class Trap06_ReplacedNodeTests
{
    private static readonly ZkPath Path = "/n";

    [Fact]
    public async Task ObserveNode_ReplacedInOneTransaction_EmitsTheNewOneOfTheSameVersion()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await client.CreateAsync(Path, "same"u8.ToArray());
        using var seen = client.ObserveNode(Path).Record();
        await seen.WaitForAsync(1);
        await ReplaceAsync(client);
        await seen.WaitForAsync(2);
        AssertReplaced(seen, ChangeCause.Change);
    }

    [Fact]
    public async Task ObserveNode_ReplacedWhileAway_EmitsTheNewOneAsResync()
    {
        await using var server = await ZkServer.StartAsync();
        await using var proxy = ZkProxy.Start(server.ConnectString);
        await using var writer = await ZkClient.ConnectAsync(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(proxy.ConnectString);
        await writer.CreateAsync(Path, "same"u8.ToArray());
        using var seen = client.ObserveNode(Path).Record();
        await seen.WaitForAsync(1);

        // Nothing gets through until the node is another one, not even what was cut by the first request.
        proxy.Rule = _ => ProxyAction.CutBefore;
        await Assert.ThrowsAsync<ConnectionLossException>(() => client.CreateAsync("/cut").AsTask());
        await ReplaceAsync(writer);
        proxy.Rule = _ => ProxyAction.Forward;
        await seen.WaitForAsync(2);
        AssertReplaced(seen, ChangeCause.Resync);
    }

    private static async Task ReplaceAsync(IZkClient client)
    {
        var results = await client.MultiAsync([new ZkOperation.Delete(Path, 0), new ZkOperation.Create(Path, "same"u8.ToArray())]);
        Assert.Equal(2, results.Count);
    }

    private static void AssertReplaced(Recorder<NodeChange> seen, ChangeCause cause)
    {
        var (before, after) = (seen.Values[0], seen.Values[1]);
        Assert.Equal((before.Stat!.Value.Version, cause), (after.Stat!.Value.Version, after.Cause));
        Assert.True(after.Stat!.Value.Czxid > before.Stat!.Value.Czxid);
    }
}
