using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

public sealed class ObserveSessionTests
{
    [Fact]
    public async Task ObserveSession_LossReconnectAndExpiry_AreItsElements()
    {
        using var client = new FakeZkClient();
        using var seen = client.ObserveSession().Select(s => $"{s.Status} {s.SessionNumber}.{s.ConnectionNumber}").Record();
        client.Disconnect();
        client.Reconnect();
        client.Expire();
        client.OpenSession();
        await client.DisposeAsync();
        Assert.Null(await seen.WaitForEndAsync());
        Assert.Equal(
            ["Connected 1.1", "Disconnected 1.1", "Connected 1.2", "Disconnected 1.2", "Expired 1.2", "Connected 2.3", "Closed 2.3"],
            seen.Values);
    }

    [Fact]
    public void Observe_NoClient_IsRefusedAtOnce()
    {
        Assert.Throws<ArgumentNullException>(() => ((IZkClient)null!).ObserveSession());
        Assert.Throws<ArgumentNullException>(() => ((IZkClient)null!).ObserveNode(default));
        Assert.Throws<ArgumentNullException>(() => ((IZkClient)null!).ObserveChildren(default));
    }
}
