using System.Net;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Requirements;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Connections;

/// <summary>A server that listens on every address.</summary>
public sealed class EveryAddressTests
{
    private static readonly ZkServerOptions EveryAddress = new() { Address = IPAddress.IPv6Any, MaxConnectionsPerAddress = 2 };

    [IPv6Fact]
    public async Task ItServes_OverIPv4AndIPv6()
    {
        await using var server = await ZkServer.StartAsync(EveryAddress);
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            await using var client = await WireClient.ConnectAsync(new IPEndPoint(address, server.EndPoint.Port));
            Assert.Equal(ErrorCode.Ok, await client.ExistsAsync("/"));
        }
    }

    [IPv6Fact]
    public async Task ItServes_OverBoth_AfterItWasAway()
    {
        await using var server = await ZkServer.StartAsync(EveryAddress);
        await server.SuspendAsync();
        await server.ResumeAsync();
        await using var client = await WireClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.EndPoint.Port));
        Assert.Equal(ErrorCode.Ok, await client.ExistsAsync("/"));
    }

    [IPv6Fact]
    public async Task AClientOverIPv4_HasAnAddressOfIPv4_InAclsAndReports()
    {
        await using var server = await ZkServer.StartAsync(EveryAddress);
        var endPoint = new IPEndPoint(IPAddress.Loopback, server.EndPoint.Port);
        await using var client = await WireClient.ConnectAsync(endPoint);
        Assert.Equal(ErrorCode.Ok, await client.CreateAsync("/mine", acl: [new Acl(Permissions.All, "ip", "127.0.0.1")]));
        Assert.Equal(ErrorCode.Ok, (await client.GetAsync("/mine")).Header.Error);

        await using var asking = await WireClient.OpenAsync(endPoint);
        await asking.SendBytesAsync("stat"u8.ToArray());
        Assert.Matches(@"\n /127\.0\.0\.1:\d+\[1\]", Encoding.UTF8.GetString(await asking.ReadToEndAsync()));
    }
}
