using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.TestKit.Tls;

/// <summary>A certificate authority for one test, with its files in a directory of its own.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-tls-");
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "Test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _root = request.CreateSelfSigned(From, Until);
        RootFile = Write("root.pem", _root.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string RootFile { get; }

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset Until => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>A certificate with its key, for a server of these names.</summary>
    public X509Certificate2 ForServer(params string[] names)
    {
        var (certificate, key) = Issue(names[0], Alternatives(names));
        using (key)
        using (certificate)
        using (var both = certificate.CopyWithPrivateKey(key))
            return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>PEM files of a certificate for a server of these names, and of its key.</summary>
    public (string Certificate, string Key) ForServerFiles(string file, params string[] names)
    {
        var (certificate, key) = Issue(names[0], Alternatives(names));
        using (certificate)
        using (key)
            return (Write(file + ".pem", certificate.ExportCertificatePem()), Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>PEM files of a client's certificate and its key, encrypted if there is a password.</summary>
    public (string Certificate, string Key) ForClient(string name, string file, string? password = null)
    {
        var (certificate, key) = Issue(name);
        using (certificate)
        using (key)
        {
            var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
            var keyText = password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters);
            return (Write(file + ".pem", certificate.ExportCertificatePem()), Write(file + ".key", keyText));
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _directory.Delete(recursive: true);
    }

    private (X509Certificate2 Certificate, ECDsa Key) Issue(string name, X509Extension? extension = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (extension is not null) request.CertificateExtensions.Add(extension);
        return (request.Create(_root, From, Until.AddHours(-1), RandomNumberGenerator.GetBytes(8)), key);
    }

    private static X509Extension Alternatives(string[] names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        return alternatives.Build();
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
