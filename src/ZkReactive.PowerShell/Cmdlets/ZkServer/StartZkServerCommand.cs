using System.Collections;
using System.Management.Automation;
using System.Net;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Server;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Starts a ZooKeeper server inside this process: in memory for tests, runbooks and a first try, or with a data directory.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZkServer", SupportsShouldProcess = true)]
[OutputType(typeof(EmbeddedServer))]
public sealed class StartZkServerCommand : ZkCmdlet
{
    private const int DefaultPort = 2181;

    /// <summary>The port to listen on; 0 takes a free one. By default 2181.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(IPEndPoint.MinPort, IPEndPoint.MaxPort)]
    public int Port { get; set; } = DefaultPort;

    /// <summary>The address to listen on. By default 127.0.0.1; anything else opens the server to other machines.</summary>
    [Parameter]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The unit of session time: sessions last 2 to 20 ticks. By default 2 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? TickTime { get; set; }

    /// <summary>Faults to begin with, to try what clients do about them: names, name=value, or a table, such as DelayReplies=500ms, DropConnectionAfter=3, RefuseConnections, ActAsVersion34. SetFault and ClearFaults of the server change them while it runs.</summary>
    [Parameter]
    [FaultTransformation]
    [ArgumentCompleter(typeof(FaultCompleter))]
    public Hashtable? Fault { get; set; }

    /// <summary>Where to keep everything, in Apache ZooKeeper's formats. By default nowhere: what the server holds goes when it stops.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataDirectory { get; set; }

    /// <summary>How many transactions go by from one snapshot in the data directory to the next. By default 100,000.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int? SnapshotCount { get; set; }

    /// <summary>How many snapshots are kept in the data directory, with the logs that they need. By default 3.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? KeepSnapshots { get; set; }

    /// <summary>How many connections one address may have at a time; 0 for no limit. By default 60.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxConnections { get; set; }

    /// <summary>Users and passwords for SASL with DIGEST-MD5; a user is sasl:name in ACLs. By default none, and SASL is not offered.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSCredential[] Credential { get; set; } = [];

    /// <summary>The four-letter words that are answered; * for all. By default ruok, srvr, stat, mntr and isro.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FourLetterWordCompleter))]
    public string[]? FourLetterWord { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var endPoint = new IPEndPoint(Address, Port);
        if (!ShouldProcess(endPoint.ToString(), "Start server")) return;

        var defaults = new ZkServerOptions();
        var options = defaults with
        {
            Address = Address,
            Port = Port,
            TickTime = TickTime ?? defaults.TickTime,
            DataDirectory = DataDirectory is null ? null : GetUnresolvedProviderPathFromPSPath(DataDirectory),
            SnapshotCount = SnapshotCount ?? defaults.SnapshotCount,
            SnapshotsKept = KeepSnapshots ?? defaults.SnapshotsKept,
            MaxConnectionsPerAddress = MaxConnections ?? defaults.MaxConnectionsPerAddress,
            SaslUsers = ToUsers(Credential),
            FourLetterWords = FourLetterWord ?? defaults.FourLetterWords,
        };
        if (!Try(endPoint, token => EmbeddedServer.StartAsync(options, Fault, token), out var embedded)) return;

        Resources.AddServer(embedded);
        WriteObject(embedded);
    }

    // Of a user who is given twice the last password counts, as in a file for zkr server --sasl-users.
    private static Dictionary<string, string> ToUsers(PSCredential[] credentials)
    {
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var credential in credentials) users[credential.UserName] = credential.GetNetworkCredential().Password;
        return users;
    }
}
