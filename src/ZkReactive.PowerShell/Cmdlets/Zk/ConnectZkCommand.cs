using System.Management.Automation;
using System.Net;
using System.Security;
using ZkReactive.Client;
using ZkReactive.PowerShell.Drive;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Connects to a ZooKeeper ensemble; the session becomes the default of the cmdlets in this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "Zk", DefaultParameterSetName = PlainSet)]
[OutputType(typeof(ZkSession))]
public sealed class ConnectZkCommand : ZkCmdlet
{
    private const string PlainSet = "Plain";
    private const string TlsSet = "Tls";
    private const string DigestScheme = "Digest";
    private const string SaslScheme = "Sasl";
    private const string ConnectVariable = "ZKREACTIVE_CONNECT";

    /// <summary>Servers and, after them, an optional chroot: host1:2181,host2:2181/app. By default the environment variable ZKREACTIVE_CONNECT, or else 127.0.0.1:2181.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ServersTransformation]
    public string? ConnectString { get; set; }

    /// <summary>The name by which -Session finds the connection later. By default Zk1, Zk2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>User name and password, given to the server as -AuthScheme says.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>How the credential is given: Digest sends the password itself; Sasl (DIGEST-MD5) proves that client and server know it. By default Digest.</summary>
    [Parameter]
    [ValidateSet(DigestScheme, SaslScheme)]
    public string AuthScheme { get; set; } = DigestScheme;

    /// <summary>The session time-out to ask for; the server may grant another. By default 10 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? SessionTimeout { get; set; }

    /// <summary>How long to wait for the first connection. By default 15 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gives the session at once and connects in the background, for as long as it takes: for a start while ZooKeeper may be away.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Also takes a server that is cut off from its quorum: it serves reads only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Speaks TLS, to the servers' secure port: their certificates must bear the names in the connect string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TlsSet)]
    public SwitchParameter Tls { get; set; }

    /// <summary>PEM file of the authorities to trust, instead of the system's.</summary>
    [Parameter(ParameterSetName = TlsSet)]
    [ValidateNotNullOrEmpty]
    public string? TrustedCertificate { get; set; }

    /// <summary>The client's certificate, for mutual TLS: a PEM file, or a PKCS #12 file (.p12, .pfx).</summary>
    [Parameter(ParameterSetName = TlsSet)]
    [ValidateNotNullOrEmpty]
    public string? Certificate { get; set; }

    /// <summary>PEM file of the private key, if it is not in the file of -Certificate.</summary>
    [Parameter(ParameterSetName = TlsSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateKey { get; set; }

    /// <summary>What the private key is encrypted with.</summary>
    [Parameter(ParameterSetName = TlsSet)]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The name to ask servers for and to look for in their certificates, instead of the one in the connect string.</summary>
    [Parameter(ParameterSetName = TlsSet)]
    [ValidateNotNullOrEmpty]
    public string? ServerName { get; set; }

    /// <summary>Takes any certificate of a trusted authority, whatever name it bears.</summary>
    [Parameter(ParameterSetName = TlsSet)]
    public SwitchParameter SkipHostNameCheck { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = Require(ConnectString, ToOptions);
        if (!Try(options.ConnectString, ConnectAsync, out var client)) return;
        var session = Resources.AddSession(Name, client);
        SessionDrives.Add(SessionState, session);
        WriteObject(session);

        Task<IZkClient> ConnectAsync(CancellationToken token)
        {
            options.Validate();
            return NoWait ? Task.FromResult<IZkClient>(ZkClient.Start(options)) : ZkClient.ConnectAsync(options, token);
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(Name, () =>
    {
        Resources.RequireFreeName(Name);
        // Somebody who names a scheme does not mean to come in as nobody.
        return Credential is not null || !MyInvocation.BoundParameters.ContainsKey(nameof(AuthScheme))
            ? true
            : throw new ZkModuleException("ZkCredentialMissing", ErrorCategory.InvalidArgument, "-AuthScheme says how a credential is given, and there is none.", "Give -Credential too.");
    });

    private ZkClientOptions ToOptions()
    {
        var defaults = new ZkClientOptions();
        var environment = Environment.GetEnvironmentVariable(ConnectVariable);
        return defaults with
        {
            ConnectString = ConnectString ?? (string.IsNullOrWhiteSpace(environment) ? defaults.ConnectString : environment),
            SessionTimeout = SessionTimeout ?? defaults.SessionTimeout,
            ConnectTimeout = Timeout ?? defaults.ConnectTimeout,
            CanBeReadOnly = ReadOnly,
            LoggerFactory = Resources.Log,
            Tls = Tls ? ToTls() : null,
            Auth = Credential is null ? [] : [ToAuth(Credential.UserName, Credential.GetNetworkCredential().Password)],
        };
    }

    private ZkAuth ToAuth(string user, string password) =>
        AuthScheme.Equals(SaslScheme, StringComparison.OrdinalIgnoreCase) ? ZkAuth.Sasl(user, password) : ZkAuth.Digest(user, password);

    private ZkTlsOptions ToTls() => new()
    {
        TrustedCertificatesFile = FileOf(TrustedCertificate),
        CertificateFile = FileOf(Certificate),
        KeyFile = FileOf(CertificateKey),
        KeyPassword = CertificatePassword is null ? null : new NetworkCredential("", CertificatePassword).Password,
        ServerName = ServerName,
        VerifyHostName = !SkipHostNameCheck,
    };

    private string? FileOf(string? path) => path is null ? null : FilePaths.Resolve(this, path)[0];
}
