using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Client.Tests.Servers;

/// <summary>Two ways to one server stand for two servers of an ensemble.</summary>
public sealed class UpdateServersTests : IAsyncLifetime
{
    private ZkServer _server = null!;
    private ZkProxy _first = null!;
    private ZkProxy _second = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _first = ZkProxy.Start(_server.ConnectString);
        _second = ZkProxy.Start(_server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ServerOutOfTheList_IsLeftWithTheSession_AndNoCallFails()
    {
        await using var client = await ZkClient.ConnectAsync(_first.ConnectString).Soon();
        var session = client.Session.Id;
        await client.CreateAsync("/a");
        var watched = await client.GetWatchedAsync("/a");

        // Answers wait until the list has changed: calls are on their way then.
        var isChanged = new TaskCompletionSource();
        _first.Before = frame => frame is { Kind: ProxyFrameKind.Reply, Operation: OpCode.SetData or OpCode.Create2 } ? isChanged.Task : Task.CompletedTask;
        var calls = Enumerable.Range(0, 20).Select(i => client.CreateAsync($"/n{i}").AsTask()).ToArray();
        Assert.True(client.UpdateServers(_second.ConnectString));
        var later = Enumerable.Range(20, 20).Select(i => client.CreateAsync($"/n{i}").AsTask()).ToArray();
        isChanged.SetResult();
        await Task.WhenAll(calls.Concat(later)).Soon();

        var state = await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: 2 });
        Assert.Equal((session, 1, _second.ConnectString), (state.Id, state.SessionNumber, state.Server!.ToString()));
        Assert.Equal(40, _server.Statistics.Nodes - 5);
        await client.SetAsync("/a", default, NodeVersion.Any).Soon();
        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);
    }

    [Fact]
    public async Task ServerStillInTheList_IsKept_AndTheSameListIsNoChange()
    {
        await using var client = await ZkClient.ConnectAsync(_first.ConnectString + "," + _second.ConnectString).Soon();
        var server = client.Session.Server!.ToString()!;
        Assert.False(client.UpdateServers(_second.ConnectString + "," + _first.ConnectString));
        Assert.False(client.UpdateServers(server));
        Assert.Equal(server, Assert.Single(client.Servers).ToString());
        await client.GetAsync("/").Soon();
        Assert.Equal(1, client.Session.ConnectionNumber);
    }

    [Fact]
    public async Task ListChangedWhileAway_IsTheOneGoneTo()
    {
        var lost = ZkProxy.Start(_server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(lost.ConnectString).Soon();
        await lost.DisposeAsync();
        await client.WaitForAsync(ZkSessionStatus.Disconnected);
        client.UpdateServers(_second.ConnectString);
        var state = await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: 2 });
        Assert.Equal(1, state.SessionNumber);
    }

    [Fact]
    public async Task AnotherChroot_IsRefused()
    {
        await using var client = ZkClient.Start(new ZkClientOptions { ConnectString = _first.ConnectString + "/app" });
        Assert.Throws<ArgumentException>(() => client.UpdateServers(_second.ConnectString + "/other"));
        client.UpdateServers(_second.ConnectString + "/app");
        client.UpdateServers(_first.ConnectString);
    }
}
