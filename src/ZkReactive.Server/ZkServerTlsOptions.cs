using System.Globalization;
using System.Text;

namespace ZkReactive.Server;

/// <summary>TLS of an embedded server. Certificates that are replaced on the disk are taken by the next connection, without a restart.</summary>
public sealed record ZkServerTlsOptions
{
    /// <summary>The server's certificate: a PEM file, intermediate certificates behind it, or a PKCS #12 file (<c>.p12</c>, <c>.pfx</c>).</summary>
    public required string CertificateFile { get; init; }

    /// <summary>The private key as a PEM file.</summary>
    /// <value>Default (null): it is in <see cref="CertificateFile"/>.</value>
    public string? KeyFile { get; init; }

    /// <summary>What the private key is encrypted with. Never logged.</summary>
    /// <value>Default (null): it is not.</value>
    public string? KeyPassword { get; init; }

    /// <summary>PEM file of the authorities whose clients' certificates are taken.</summary>
    /// <value>Default (null): clients are not asked for a certificate.</value>
    public string? ClientAuthoritiesFile { get; init; }

    /// <summary>Whether a client without a certificate is sent away (<c>ssl.clientAuth=need</c>), and not only one with a bad one (<c>want</c>).</summary>
    /// <value>Default: true. It means nothing without <see cref="ClientAuthoritiesFile"/>.</value>
    public bool RequireClientCertificate { get; init; } = true;

    /// <summary>Checks that the values fit together; the files are read when the server starts.</summary>
    /// <exception cref="ArgumentException">There is no certificate.</exception>
    public void Validate() => ArgumentException.ThrowIfNullOrEmpty(CertificateFile);

    // A password does not belong in text.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{nameof(CertificateFile)} = {CertificateFile}, {nameof(KeyFile)} = {KeyFile}, ");
        text.Append(CultureInfo.InvariantCulture, $"{nameof(ClientAuthoritiesFile)} = {ClientAuthoritiesFile}, {nameof(RequireClientCertificate)} = {RequireClientCertificate}");
        return true;
    }
}
