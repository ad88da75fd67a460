using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Server;

namespace ZkReactive.Cli;

/// <summary>The options about TLS and the environment variables behind them; <c>--tls</c> is implied by any of the others.</summary>
internal sealed class TlsArguments
{
    /// <summary>The environment variable behind <c>--tls</c>: <c>1</c> or <c>true</c>.</summary>
    public const string TlsVariable = "ZKREACTIVE_TLS";

    /// <summary>The environment variable behind <c>--tls-ca</c>.</summary>
    public const string AuthorityVariable = "ZKREACTIVE_TLS_CA";

    /// <summary>The environment variable behind <c>--tls-cert</c>.</summary>
    public const string CertificateVariable = "ZKREACTIVE_TLS_CERT";

    /// <summary>The environment variable behind <c>--tls-key</c>.</summary>
    public const string KeyVariable = "ZKREACTIVE_TLS_KEY";

    /// <summary>What the private key is encrypted with; there is no option, for command lines are seen by everybody.</summary>
    public const string PasswordVariable = "ZKREACTIVE_TLS_KEY_PASSWORD";

    /// <summary>What the options begin with that only the page of <c>zkr</c> itself shows.</summary>
    public const string DetailPrefix = "--tls-";

    private readonly Option<bool> _tls = new("--tls") { Description = $"Speak TLS, to the servers' secure port; 'zkr --help' has the files. Default: ${TlsVariable}.", Recursive = true };
    private readonly Option<string?> _authority = File("--tls-ca", $"PEM file of the authorities to trust. Default: ${AuthorityVariable}, else the system's.");
    private readonly Option<string?> _certificate = File("--tls-cert", $"The client's certificate, for mutual TLS: PEM, .p12 or .pfx; ${PasswordVariable} opens its key. Default: ${CertificateVariable}.");
    private readonly Option<string?> _key = File("--tls-key", $"PEM file of its private key, if that is not in the same file. Default: ${KeyVariable}.");
    private readonly Option<string?> _name = new("--tls-name") { Description = "The name that the servers' certificates bear, if it is not the one in the connect string.", HelpName = "NAME", Recursive = true };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_tls, _authority, _certificate, _key, _name];

    /// <summary>What was asked for; null for a connection without TLS.</summary>
    /// <exception cref="CliException">A key without a certificate.</exception>
    public ZkTlsOptions? Read(ParseResult parse, Func<string, string?> environment)
    {
        var options = new ZkTlsOptions
        {
            TrustedCertificatesFile = Value(_authority, AuthorityVariable),
            CertificateFile = Value(_certificate, CertificateVariable),
            KeyFile = Value(_key, KeyVariable),
            ServerName = parse.GetValue(_name),
        };
        var isWanted = parse.GetValue(_tls) || environment(TlsVariable) is "1" or "true" || options != new ZkTlsOptions();
        if (!isWanted) return null;
        if (options.CertificateFile is null && options.KeyFile is not null)
            throw new CliException("ZkUsage", ExitCodes.Usage, $"--tls-key (or {KeyVariable}) belongs to a certificate: give --tls-cert too.");
        return options.CertificateFile is null ? options : options with { KeyPassword = NotEmpty(environment(PasswordVariable)) };

        string? Value(Option<string?> option, string variable) => parse.GetValue(option) ?? NotEmpty(environment(variable));
    }

    /// <summary>
    /// What a server is to do; null for plain connections. The environment says nothing here but the password: its files are a client's.
    /// </summary>
    /// <exception cref="CliException">An option without a certificate.</exception>
    public ZkServerTlsOptions? ReadServer(ParseResult parse, Func<string, string?> environment)
    {
        var (certificate, key, authority) = (parse.GetValue(_certificate), parse.GetValue(_key), parse.GetValue(_authority));
        if (certificate is not null)
            return new ZkServerTlsOptions { CertificateFile = certificate, KeyFile = key, KeyPassword = NotEmpty(environment(PasswordVariable)), ClientAuthoritiesFile = authority };
        return (key ?? authority ?? parse.GetValue(_name)) is null && !parse.GetValue(_tls)
            ? null
            : throw new CliException("ZkUsage", ExitCodes.Usage, "A server that speaks TLS needs a certificate: give --tls-cert, and --tls-key if its key is in another file.");
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE", Recursive = true };
}
