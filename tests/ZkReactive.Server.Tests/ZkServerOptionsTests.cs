namespace ZkReactive.Server.Tests;

public sealed class ZkServerOptionsTests
{
    public static TheoryData<ZkServerOptions, string> Bad => new()
    {
        { new() { Port = -1 }, nameof(ZkServerOptions.Port) },
        { new() { Port = 65536 }, nameof(ZkServerOptions.Port) },
        { new() { TickTime = TimeSpan.Zero }, nameof(ZkServerOptions.TickTime) },
        { new() { MinSessionTimeout = TimeSpan.Zero }, nameof(ZkServerOptions.MinSessionTimeout) },
        { new() { MaxSessionTimeout = TimeSpan.FromSeconds(1) }, nameof(ZkServerOptions.MaxSessionTimeout) },
        { new() { MaxPacketBytes = 10 }, nameof(ZkServerOptions.MaxPacketBytes) },
        { new() { MaxConnectionsPerAddress = -1 }, nameof(ZkServerOptions.MaxConnectionsPerAddress) },
        { new() { MaxBacklogBytes = 1 }, nameof(ZkServerOptions.MaxBacklogBytes) },
        { new() { FourLetterWords = ["ruok", "quak"] }, nameof(ZkServerOptions.FourLetterWords) },
        { new() { ContainerCheckInterval = TimeSpan.Zero }, nameof(ZkServerOptions.ContainerCheckInterval) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task StartAsync_WithAValueOutOfRange_NamesIt(ZkServerOptions options, string property)
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => ZkServer.StartAsync(options));
        Assert.Equal(property, e.ParamName);
    }

    [Fact]
    public async Task StartAsync_OnATakenPort_Throws()
    {
        await using var first = await ZkServer.StartAsync();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => ZkServer.StartAsync(new() { Port = first.EndPoint.Port }));
    }

    [Fact]
    public async Task ConnectString_NamesTheBoundPort()
    {
        await using var server = await ZkServer.StartAsync();
        Assert.Equal($"127.0.0.1:{server.EndPoint.Port}", server.ConnectString);
        Assert.NotEqual(0, server.EndPoint.Port);
    }
}
