using ZkReactive.Server;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Pipelines.Discovery.Live;

/// <summary>The scenarios on the embedded server.</summary>
public sealed class RegistrationOnEmbeddedServerTests
{
    public static TheoryData<string> Names => RegistrationScenarios.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Embedded(string scenario)
    {
        await using var server = await ZkServer.StartAsync();
        await RegistrationScenarios.RunAsync(scenario, server.ConnectString);
    }
}

/// <summary>The scenarios on one Apache ZooKeeper server.</summary>
public sealed class RegistrationOnApacheTests(RegistrationOnApacheTests.OneServer server) : IClassFixture<RegistrationOnApacheTests.OneServer>
{
    public static TheoryData<string> Names => RegistrationScenarios.Names;

    [ApacheZooKeeperTheory]
    [MemberData(nameof(Names))]
    public Task Apache(string scenario) => RegistrationScenarios.RunAsync(scenario, server.ConnectString);

    /// <summary>One server for all of them; none where it is not installed.</summary>
    public sealed class OneServer : IAsyncLifetime
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
}
