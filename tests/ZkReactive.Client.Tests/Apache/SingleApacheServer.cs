using ZkReactive.TestKit.Apache;

namespace ZkReactive.Client.Tests.Apache;

/// <summary>One Apache server for all tests of a class; none where it is not installed.</summary>
public sealed class SingleApacheServer : IAsyncLifetime
{
    private ApacheZooKeeper? _server;

    public string ConnectString => _server?.ConnectString ?? throw new InvalidOperationException(ApacheInstallation.Missing);

    public async Task InitializeAsync()
    {
        if (ApacheInstallation.Missing is null) _server = await ApacheZooKeeper.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
