using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Connects to a ZooKeeper ensemble; the session becomes the default of the cmdlets in this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "Zk")]
[OutputType(typeof(ZkSession))]
public sealed class ConnectZkCommand : ZkCmdlet
{
    private const string ConnectVariable = "ZKREACTIVE_CONNECT";

    /// <summary>Servers and, after them, an optional chroot: host1:2181,host2:2181/app. By default the environment variable ZKREACTIVE_CONNECT, or else 127.0.0.1:2181.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ConnectString { get; set; }

    /// <summary>The name by which -Session finds the connection later. By default Zk1, Zk2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>User name and password, given to the server with the digest scheme.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The session time-out to ask for; the server may grant another. By default 10 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? SessionTimeout { get; set; }

    /// <summary>How long to wait for the first connection. By default 15 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Also takes a server that is cut off from its quorum: it serves reads only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = ToOptions();
        if (!Try(options.ConnectString, ConnectAsync, out var client)) return;
        WriteObject(Resources.AddSession(Name, client));

        Task<IZkClient> ConnectAsync(CancellationToken token)
        {
            options.Validate();
            return ZkClient.ConnectAsync(options, token);
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(Name, () => { Resources.RequireFreeName(Name); return true; });

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
            Auth = Credential is null ? [] : [ZkAuth.Digest(Credential.UserName, Credential.GetNetworkCredential().Password)],
        };
    }
}
