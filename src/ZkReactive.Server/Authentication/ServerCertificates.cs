using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.Server.Authentication;

/// <summary>What the files of <see cref="ZkServerTlsOptions"/> hold, read again whenever one of them has changed.</summary>
internal sealed class ServerCertificates(ZkServerTlsOptions options)
{
    private readonly Lock _lock = new();
    private (string? Stamp, SslServerAuthenticationOptions? Options) _read;

    /// <summary>How to make the next handshake.</summary>
    /// <exception cref="IOException">A file cannot be used, and none could before; the message names it.</exception>
    public SslServerAuthenticationOptions Current()
    {
        lock (_lock)
        {
            var stamp = Stamp();
            if (_read.Options is { } known && stamp == _read.Stamp) return known;
            try
            {
                _read = (stamp, Read());
            }
            catch (IOException) when (_read.Options is not null)
            {
                // Somebody is just writing them: what was read before does until they are whole.
            }

            return _read.Options!;
        }
    }

    private string Stamp() => string.Join('|', new[] { options.CertificateFile, options.KeyFile, options.ClientAuthoritiesFile }
        .OfType<string>().Select(path => new FileInfo(path)).Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : ""));

    private SslServerAuthenticationOptions Read()
    {
        var made = new SslServerAuthenticationOptions { ServerCertificateContext = ReadOwn() };
        if (options.ClientAuthoritiesFile is not { } path) return made;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        ReadFile(path, () => policy.CustomTrustStore.ImportFromPemFile(path));
        if (policy.CustomTrustStore.Count == 0) throw new IOException($"The certificate file {path} holds no certificate in PEM form.");
        made.ClientCertificateRequired = true;
        made.CertificateChainPolicy = policy;
        var isRequired = options.RequireClientCertificate;
        made.RemoteCertificateValidationCallback = (_, _, _, errors) =>
            errors == SslPolicyErrors.None || (!isRequired && errors == SslPolicyErrors.RemoteCertificateNotAvailable);
        return made;
    }

    private SslStreamCertificateContext ReadOwn()
    {
        var path = options.CertificateFile;
        X509Certificate2? own = null;
        var chain = new X509Certificate2Collection();
        ReadFile(path, () =>
        {
            if (Path.GetExtension(path).ToUpperInvariant() is ".P12" or ".PFX")
            {
                own = X509CertificateLoader.LoadPkcs12FromFile(path, options.KeyPassword);
                return;
            }

            using var pem = options.KeyPassword is null
                ? X509Certificate2.CreateFromPemFile(path, options.KeyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(path, options.KeyPassword, options.KeyFile);
            chain.ImportFromPemFile(path);

            // Windows does not take keys that live in memory only.
            own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        });
        return SslStreamCertificateContext.Create(own!, chain, offline: true);
    }

    private static void ReadFile(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new IOException($"The certificate file {path} (or its key) cannot be used: {e.Message}", e);
        }
    }
}
