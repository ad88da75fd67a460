using System.Net;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.Client.Tests.Connections;

public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    private const string Name = "zk.example";

    private readonly TestAuthority _authority = new();
    private ZkServer _server = null!;

    public async Task InitializeAsync() => _server = await ZkServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Connect_TrustedServer_WorksAndAsksForItsName()
    {
        using var certificate = _authority.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, certificate);
        await using var client = await ZkClient.ConnectAsync(Options(front)).Soon();
        await client.CreateAsync("/a", new byte[200_000]);
        var reads = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.GetAsync("/a").AsTask())).Soon();
        Assert.All(reads, node => Assert.Equal(200_000, node.Data.Length));
        Assert.Equal((Name, null), Assert.Single(front.Handshakes));

        var watched = await client.GetWatchedAsync("/a");
        await client.SetAsync("/a", default, NodeVersion.Any);
        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);
    }

    [Fact]
    public async Task Caller_ThatBlocks_DoesNotStopTheReading()
    {
        using var certificate = _authority.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, certificate);
        await using var client = await ZkClient.ConnectAsync(Options(front)).Soon();
        await Task.Run(async () =>
        {
            await client.GetAsync("/");
            using var done = new ManualResetEventSlim();
            _ = client.GetAsync("/").AsTask().ContinueWith(_ => done.Set(), TaskScheduler.Default);
            Assert.True(done.Wait(Signals.Patience));
        }).Soon();
        Assert.Equal(1, client.Session.ConnectionNumber);
    }

    [Fact]
    public async Task Connect_UntrustedServer_IsRefusedAndSaysWhy()
    {
        using var stranger = new TestAuthority("Stranger");
        using var certificate = stranger.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, certificate);
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(Options(front) with { ConnectTimeout = TimeSpan.FromSeconds(2) }).Soon());
        Assert.Contains("no TLS: The remote certificate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CertificateOfAnotherName_IsRefusedUnlessNamesDoNotMatter()
    {
        using var certificate = _authority.ForServer("other.example");
        await using var front = new TlsFront(_server.ConnectString, certificate);
        var options = Options(front);
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options with { ConnectTimeout = TimeSpan.FromSeconds(2) }).Soon());
        Assert.Contains("RemoteCertificateNameMismatch", error.Message, StringComparison.Ordinal);

        await using (await ZkClient.ConnectAsync(options with { Tls = options.Tls! with { VerifyHostName = false } }).Soon())
        {
        }

        await using (await ZkClient.ConnectAsync(options with { Tls = options.Tls! with { ServerName = "other.example" } }).Soon())
        {
        }
    }

    [Fact]
    public async Task Connect_NamesNotVerified_AuthoritiesStillAre()
    {
        using var stranger = new TestAuthority("Stranger");
        using var certificate = stranger.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, certificate);
        var options = Options(front) with { ConnectTimeout = TimeSpan.FromSeconds(2) };
        await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options with { Tls = options.Tls! with { VerifyHostName = false } }).Soon());
    }

    [Fact]
    public async Task Connect_PlainServer_SaysSo()
    {
        var options = new ZkClientOptions { ConnectString = _server.ConnectString, Tls = new ZkTlsOptions(), ConnectTimeout = TimeSpan.FromSeconds(2) };
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options).Soon());
        Assert.NotEmpty(error.Attempts);
    }

    [Fact]
    public async Task Connect_MissingFile_NamesIt()
    {
        using var certificate = _authority.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, certificate);
        var options = Options(front) with { Tls = new ZkTlsOptions { TrustedCertificatesFile = "/nowhere/root.pem" }, ConnectTimeout = TimeSpan.FromSeconds(2) };
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options).Soon());
        Assert.Contains("/nowhere/root.pem", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public async Task Reconnect_CertificatesReplacedMeanwhile_AreTaken(string? password)
    {
        using var first = _authority.ForServer(Name);
        using var second = _authority.ForServer(Name);
        await using var front = new TlsFront(_server.ConnectString, first, asksForCertificate: true);
        var (certificate, key) = _authority.ForClient("client-1", "client", password);
        var options = Options(front);
        await using var client = await ZkClient.ConnectAsync(options with
        {
            Tls = options.Tls! with { CertificateFile = certificate, KeyFile = key, KeyPassword = password },
        }).Soon();

        _authority.ForClient("client-2", "client", password);
        front.Certificate = second;
        front.Cut();
        await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: 2 });
        Assert.Equal([(Name, "CN=client-1"), (Name, "CN=client-2")], front.Handshakes);
        Assert.Equal(1, client.Session.SessionNumber);
    }

    [Fact]
    public void Options_KeyWithoutCertificate_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ZkClientOptions { Tls = new ZkTlsOptions { KeyFile = "k" } }.Validate());

    [Fact]
    public void Options_AsText_DoNotShowThePassword() =>
        Assert.DoesNotContain("secret", new ZkClientOptions { Tls = new ZkTlsOptions { CertificateFile = "c", KeyPassword = "secret" } }.ToString(), StringComparison.Ordinal);

    private ZkClientOptions Options(TlsFront front) => new()
    {
        ConnectString = $"{Name}:{front.Port}",
        Tls = new ZkTlsOptions { TrustedCertificatesFile = _authority.RootFile },
        Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }),
    };
}
