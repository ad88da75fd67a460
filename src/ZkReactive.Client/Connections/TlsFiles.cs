using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.Client.Connections;

/// <summary>What the files of <see cref="ZkTlsOptions"/> hold at this moment. Disposed when the handshake is over.</summary>
internal sealed class TlsFiles : IDisposable
{
    private readonly X509Certificate2Collection _trusted = [];
    private readonly X509Certificate2Collection _chain = [];
    private X509Certificate2? _own;

    /// <summary>Whether the authorities of the system do not count.</summary>
    public bool HasTrusted => _trusted.Count > 0;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read, or does not hold what it should; the message names it.</exception>
    public static TlsFiles Read(ZkTlsOptions options)
    {
        var files = new TlsFiles();
        try
        {
            Read(options.TrustedCertificatesFile, files.ReadTrusted);
            Read(options.CertificateFile, path => files.ReadOwn(path, options));
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>How the server's certificate is to be judged; null for the system's way.</summary>
    public X509ChainPolicy? ChainPolicy()
    {
        if (!HasTrusted) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_trusted);
        return policy;
    }

    /// <summary>The client's own certificate with those between it and its authority; null when there is none.</summary>
    public SslStreamCertificateContext? OwnCertificate() => _own is null ? null : SslStreamCertificateContext.Create(_own, _chain, offline: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _trusted) certificate.Dispose();
        foreach (var certificate in _chain) certificate.Dispose();
        _own?.Dispose();
    }

    private static void Read(string? path, Action<string> read)
    {
        if (path is null) return;
        try
        {
            read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            throw new IOException($"the certificate file {path} (or its key) cannot be used: {e.Message}", e);
        }
    }

    private void ReadTrusted(string path)
    {
        _trusted.ImportFromPemFile(path);
        if (_trusted.Count == 0) throw new IOException("it holds no certificate in PEM form");
    }

    private void ReadOwn(string path, ZkTlsOptions options)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is ".P12" or ".PFX")
        {
            _own = X509CertificateLoader.LoadPkcs12FromFile(path, options.KeyPassword);
            return;
        }

        var own = options.KeyPassword is null
            ? X509Certificate2.CreateFromPemFile(path, options.KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(path, options.KeyPassword, options.KeyFile);
        _own = own;
        _chain.ImportFromPemFile(path);
        if (!OperatingSystem.IsWindows()) return;

        // Windows does not take keys that live in memory only.
        using (own) _own = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null);
    }
}
