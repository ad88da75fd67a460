using ZkReactive.Cli.Tests.Support;
using ZkReactive.Server;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.Cli.Tests.Commands;

public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private ZkServer _server = null!;

    public async Task InitializeAsync() => _server = await ZkServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Files_ByOption_AreUsedForMutualTls()
    {
        using var certificate = _authority.ForServer("localhost");
        await using var front = new TlsFront(_server.ConnectString, certificate, asksForCertificate: true);
        var (client, key) = _authority.ForClient("agent-7", "client");

        var run = await RunAsync(_ => null, "ls", "/", "--connect", $"localhost:{front.Port}", "--tls-ca", _authority.RootFile, "--tls-cert", client, "--tls-key", key);

        Assert.Equal((ExitCodes.Done, "zookeeper\n"), (run.ExitCode, run.Out));
        Assert.Contains("agent-7", front.Handshakes.Single().Client, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ByEnvironment_AreUsedToo()
    {
        using var certificate = _authority.ForServer("zk.test");
        await using var front = new TlsFront(_server.ConnectString, certificate);

        var run = await RunAsync(name => name == TlsArguments.AuthorityVariable ? _authority.RootFile : null, "ls", "/", "--connect", $"localhost:{front.Port}", "--tls-name", "zk.test");

        Assert.Equal((ExitCodes.Done, "zookeeper\n"), (run.ExitCode, run.Out));
        Assert.Equal("zk.test", front.Handshakes.Single().ServerName);
    }

    [Fact]
    public async Task TlsAlone_TrustsTheSystemsAuthorities_SoNotThisOne()
    {
        using var certificate = _authority.ForServer("localhost");
        await using var front = new TlsFront(_server.ConnectString, certificate);

        var run = await RunAsync(_ => null, "ls", "/", "--connect", $"localhost:{front.Port}", "--tls");

        Assert.Equal(ExitCodes.NotConnected, run.ExitCode);
        Assert.Contains("no TLS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeyWithoutACertificate_IsAUsageError()
    {
        var run = await RunAsync(_ => null, "ls", "/", "--tls-key", "x.key");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("give --tls-cert too", run.Error, StringComparison.Ordinal);
    }

    private static async Task<CliRun> RunAsync(Func<string, string?> environment, params string[] arguments)
    {
        var captured = new CapturedHost();
        captured = captured with { Host = captured.Host with { Environment = environment, ConnectTimeout = TimeSpan.FromSeconds(5) } };
        using var stop = StopSignals.None();
        return await CliRun.OfAsync(captured, stop, arguments);
    }
}
