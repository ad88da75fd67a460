using System.Management.Automation;
using ZkReactive.Ensemble;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using Library = ZkReactive.Ensemble.ZkEnsemble;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows where every server of an ensemble stands: mode, zxid, lag, connections, load.</summary>
[Cmdlet(VerbsCommon.Get, "ZkServerStatus", DefaultParameterSetName = ConnectSet)]
[OutputType(typeof(ZkServerStatusInfo))]
public sealed class GetZkServerStatusCommand : ZkSessionCmdlet
{
    private const string ConnectSet = "Connect";
    private const string DirectorySet = "Directory";

    /// <summary>The servers to ask. By default those of -Session or of the session connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectSet)]
    [ValidateNotNullOrEmpty]
    [ServersTransformation]
    public string? ConnectString { get; set; }

    /// <summary>The directory of an ensemble on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DirectorySet)]
    [ValidateNotNullOrEmpty]
    public string? Directory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var directory = Directory is null ? null : GetUnresolvedProviderPathFromPSPath(Directory);
        var servers = ConnectString ?? (directory is null ? CurrentSession.ConnectString : null);
        if (!Try(servers ?? directory, ReadAsync, out var status)) return;
        WriteObject(status.Select(server => new ZkServerStatusInfo(server)), enumerateCollection: true);

        Task<IReadOnlyList<ZkServerStatus>> ReadAsync(CancellationToken token) => directory is null
            ? ServerStatusReader.ReadAsync(servers!, cancellationToken: token)
            : Library.Open(directory).ReadStatusAsync(cancellationToken: token);
    }
}
