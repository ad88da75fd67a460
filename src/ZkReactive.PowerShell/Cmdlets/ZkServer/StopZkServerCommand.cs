using System.Management.Automation;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Stops servers that Start-ZkServer started in this runspace. What they held in memory alone is gone.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ZkServer", SupportsShouldProcess = true, DefaultParameterSetName = "Server")]
[OutputType(typeof(void))]
public sealed class StopZkServerCommand : ZkCmdlet
{
    /// <summary>The servers to stop, as Start-ZkServer wrote them. By default the one started last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Server")]
    [ValidateNotNullOrEmpty]
    public EmbeddedServer[]? Server { get; set; }

    /// <summary>Stops every server of this runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var running = Resources.Servers;
        var servers = All ? running : Server ?? (running is [.., var last] ? [last] : []);
        foreach (var server in servers)
        {
            if (ShouldProcess(server.ConnectString, "Stop server")) Try(server, _ => Resources.StopAsync(server));
        }
    }
}
