using System.Net;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.Client.Tests.Authentication;

/// <summary>The embedded server speaks TLS itself.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private const string Name = "zk.example";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task TrustedServer_ServesLargeDataManyCallsAndWatches()
    {
        await using var server = await StartAsync(asksForCertificate: false);
        await using var client = await ZkClient.ConnectAsync(Options(server)).Soon();
        await client.CreateAsync("/a", new byte[300_000]).Soon();
        var reads = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.GetAsync("/a").AsTask())).Soon();
        Assert.All(reads, node => Assert.Equal(300_000, node.Data.Length));
        var watched = await client.GetWatchedAsync("/a").Soon();
        await client.SetAsync("/a", default, NodeVersion.Any).Soon();
        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);

        server.Faults.DropConnections();
        await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: 2 });
        Assert.Equal(1, client.Session.SessionNumber);
    }

    [Fact]
    public async Task PlainClient_GetsNoAnswer_AndIsToldThatItMayBeForTls()
    {
        await using var server = await StartAsync(asksForCertificate: false);
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = server.ConnectString, ConnectTimeout = Short }).Soon());
        Assert.Contains("or it speaks TLS at this port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientsCertificate_IsAnIdentityForAcls_AndWithoutOneNobodyComesIn()
    {
        await using var server = await StartAsync(asksForCertificate: true);
        var (certificate, key) = _authority.ForClient("app", "client");
        var options = Options(server);
        await using var client = await ZkClient.ConnectAsync(options with { Tls = options.Tls! with { CertificateFile = certificate, KeyFile = key } }).Soon();
        Assert.Contains(new ZkIdentity("x509", "CN=app"), await client.WhoAmIAsync().Soon());
        await client.CreateAsync("/mine", options: new ZkCreateOptions { Acl = [new Acl(Permissions.All, "x509", "CN=app")] }).Soon();
        await client.SetAsync("/mine", default, 0).Soon();
        await client.CreateAsync("/other", options: new ZkCreateOptions { Acl = [new Acl(Permissions.All, "x509", "CN=other")] }).Soon();
        await Assert.ThrowsAsync<NoAuthException>(() => client.GetAsync("/other").Soon());

        var without = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(options with { ConnectTimeout = Short }).Soon());
        Assert.Contains("or it wants a client certificate that it trusts", without.Message, StringComparison.Ordinal);
        using var stranger = new TestAuthority("Stranger");
        var (foreign, foreignKey) = stranger.ForClient("app", "foreign");
        var untrusted = await Assert.ThrowsAsync<ConnectFailedException>(() =>
            ZkClient.ConnectAsync(options with { ConnectTimeout = Short, Tls = options.Tls! with { CertificateFile = foreign, KeyFile = foreignKey } }).Soon());
        Assert.Contains("or it wants a client certificate that it trusts", untrusted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateNotRequired_WorksWithoutOne()
    {
        await using var server = await StartAsync(asksForCertificate: true, isRequired: false);
        await using var client = await ZkClient.ConnectAsync(Options(server)).Soon();
        Assert.Equal(["ip"], (await client.WhoAmIAsync().Soon()).Select(identity => identity.Scheme));
    }

    [Fact]
    public async Task CertificateReplaced_IsShownToTheNextConnection()
    {
        await using var server = await StartAsync(asksForCertificate: false);
        await using (await ZkClient.ConnectAsync(Options(server)).Soon())
        {
        }

        _authority.ForServerFiles("server", "other.example.with.a.longer.name");
        await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(Options(server) with { ConnectTimeout = Short }).Soon());
        _authority.ForServerFiles("server", Name);
        await using (await ZkClient.ConnectAsync(Options(server)).Soon())
        {
        }
    }

    [Fact]
    public async Task MissingFile_IsNamedAtTheStart()
    {
        var options = new ZkServerOptions { Tls = new ZkServerTlsOptions { CertificateFile = "/nowhere/server.pem", KeyPassword = "secret" } };
        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<IOException>(() => ZkServer.StartAsync(options));
        Assert.Contains("/nowhere/server.pem", error.Message, StringComparison.Ordinal);
    }

    private Task<ZkServer> StartAsync(bool asksForCertificate, bool isRequired = true)
    {
        var (certificate, key) = _authority.ForServerFiles("server", Name);
        return ZkServer.StartAsync(new ZkServerOptions
        {
            Tls = new ZkServerTlsOptions
            {
                CertificateFile = certificate,
                KeyFile = key,
                ClientAuthoritiesFile = asksForCertificate ? _authority.RootFile : null,
                RequireClientCertificate = isRequired,
            },
        });
    }

    private ZkClientOptions Options(ZkServer server) => new()
    {
        ConnectString = $"{Name}:{server.EndPoint.Port}",
        Tls = new ZkTlsOptions { TrustedCertificatesFile = _authority.RootFile },
        Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }),
    };
}
