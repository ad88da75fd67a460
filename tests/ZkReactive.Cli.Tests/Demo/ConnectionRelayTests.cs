using ZkReactive.Cli.Demo;
using ZkReactive.Cli.Tests.Support;
using ZkReactive.Client;

namespace ZkReactive.Cli.Tests.Demo;

public sealed class ConnectionRelayTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Cut_EndsConnectionsUntilMended_AndTheSessionGoesOn()
    {
        await using var relay = new ConnectionRelay(server.Connect);
        await using var client = await ZkClient.ConnectAsync(relay.ConnectString);
        var before = client.Session;

        var cut = relay.Cut();
        var reading = client.ExistsAsync("/zookeeper").AsTask();
        Assert.False(reading.IsCompleted);
        relay.Mend();
        await reading;

        Assert.Equal(1, cut);
        Assert.Equal(before.Id, client.Session.Id);
        Assert.True(client.Session.ConnectionNumber > before.ConnectionNumber);
    }

    [Fact]
    public async Task Chroot_OfTheConnectString_IsKept()
    {
        await using var relay = new ConnectionRelay(server.Connect + "/zookeeper");
        await using var client = await ZkClient.ConnectAsync(relay.ConnectString);

        Assert.True((await client.ExistsAsync("/config")).Exists || (await client.ExistsAsync("/quota")).Exists);
    }
}
