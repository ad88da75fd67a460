using System.Text;

namespace ZkReactive.Client;

/// <summary>
/// TLS to the servers, and with a certificate of the client's own mutual TLS (scheme <c>x509</c> on the server). The files are
/// read at every attempt to connect, so certificates can be replaced without a restart.
/// </summary>
public sealed record ZkTlsOptions
{
    /// <summary>
    /// PEM file of the authorities to trust, instead of those of the system. Default: null, the system's.
    /// </summary>
    public string? TrustedCertificatesFile { get; init; }

    /// <summary>
    /// The client's certificate: a PEM file, intermediate certificates behind it, or a PKCS #12 file (<c>.p12</c>,
    /// <c>.pfx</c>). Default: null, none.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key as a PEM file. Default: null, it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What the private key is encrypted with. Never logged. Default: null, it is not.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>
    /// The name to ask a server for (SNI) and to look for in its certificate. Default: null, the server's name in the connect
    /// string.
    /// </summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// Whether a server's certificate must bear its name. Off, any certificate of a trusted authority will do. Default: true.
    /// </summary>
    public bool VerifyHostName { get; init; } = true;

    /// <summary>Checks that the values fit together; the files are looked at when they are needed.</summary>
    /// <exception cref="ArgumentException">A key without a certificate.</exception>
    public void Validate()
    {
        if (CertificateFile is null && (KeyFile ?? KeyPassword) is not null)
            throw new ArgumentException($"{nameof(KeyFile)} and {nameof(KeyPassword)} belong to a {nameof(CertificateFile)}, which is not set.", nameof(CertificateFile));
    }

    // A password does not belong in text.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(TrustedCertificatesFile)} = {TrustedCertificatesFile}, {nameof(CertificateFile)} = {CertificateFile}, ");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(KeyFile)} = {KeyFile}, {nameof(ServerName)} = {ServerName}, {nameof(VerifyHostName)} = {VerifyHostName}");
        return true;
    }
}
