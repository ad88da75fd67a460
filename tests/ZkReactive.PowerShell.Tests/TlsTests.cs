using ZkReactive.Server;
using ZkReactive.TestKit.Requirements;
using ZkReactive.TestKit.Tls;

namespace ZkReactive.PowerShell.Tests;

/// <summary>TLS from a real engine, against a server behind a front that speaks it.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private ZkServer _server = null!;

    public async Task InitializeAsync() => _server = await ZkServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [PesterFact]
    public async Task ConnectZk_Tls_ReachesTheServerAndShowsItsCertificate()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.ForServer("localhost");
        var (mine, key) = authority.ForClient("ann", "ann", "secret");
        await using var front = new TlsFront(_server.ConnectString, certificate, asksForCertificate: true);

        var written = await RunAsync($$"""
            $password = ConvertTo-SecureString secret -AsPlainText -Force
            $session = Connect-Zk localhost:{{front.Port}} -Tls -TrustedCertificate '{{authority.RootFile}}' -Certificate '{{mine}}' -CertificateKey '{{key}}' -CertificatePassword $password
            $session.IsConnected
            (New-ZkNode /tls 'by TLS').DataAsText
            Set-Location (Split-Path '{{mine}}')
            (Connect-Zk localhost:{{front.Port}} -Tls -TrustedCertificate ./root.pem -Certificate ./ann.pem -CertificateKey ./ann.key -CertificatePassword $password | Get-ZkNode /tls).DataAsText
            Disconnect-Zk -All
            """);

        Assert.Equal(["True", "by TLS", "by TLS"], written);
        Assert.Equal(("localhost", "CN=ann"), front.Handshakes.First());
        Assert.Equal(2, front.Handshakes.Count);
    }

    [PesterFact]
    public async Task ConnectZk_Tls_RefusesWhomItCannotTrust()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.ForServer("zoo.example");
        await using var front = new TlsFront(_server.ConnectString, certificate);

        var written = await RunAsync($$"""
            function Try-Connect([hashtable] $With) {
                try { "$((Connect-Zk localhost:{{front.Port}} -Timeout 3s @With -ErrorAction Stop).Status)" }
                catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category)" -replace ',\S+' }
                Disconnect-Zk -All
            }
            Try-Connect @{ Tls = $true }
            Try-Connect @{ Tls = $true; TrustedCertificate = '{{authority.RootFile}}' }
            Try-Connect @{ Tls = $true; TrustedCertificate = '{{authority.RootFile}}'; ServerName = 'zoo.example' }
            Try-Connect @{ Tls = $true; TrustedCertificate = '{{authority.RootFile}}'; SkipHostNameCheck = $true }
            Try-Connect @{ }
            Try-Connect @{ Tls = $true; TrustedCertificate = '{{authority.RootFile}}'; Certificate = '{{authority.RootFile}}.none' }
            """);

        const string Refused = "ZkConnectFailed ConnectionError";
        Assert.Equal([Refused, Refused, "Connected", "Connected", Refused, "ZkFileNotFound ObjectNotFound"], written);
    }

    private static Task<string[]> RunAsync(string script) =>
        PowerShellProcess.RunScriptAsync($"Import-Module '{Path.Combine(ModuleFolder.Path, "ZkReactive.psd1")}'\n{script}");
}
