using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Drive;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Closes sessions: their ephemeral nodes go at once.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Zk", SupportsShouldProcess = true, DefaultParameterSetName = "Session")]
[OutputType(typeof(void))]
public sealed class DisconnectZkCommand : ZkCmdlet
{
    /// <summary>The sessions to close: objects from Connect-Zk or Get-ZkSession, or their names. By default the one connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Session")]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkSession[]? Session { get; set; }

    /// <summary>Closes every session of this runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = All ? Resources.Sessions : Session ?? (Resources.LastSession is { } last ? [last] : []);
        foreach (var session in sessions)
        {
            if (!ShouldProcess($"{session.Name} ({session.ConnectString})", "Close session")) continue;
            SessionDrives.Remove(SessionState, session);
            Try(session, _ => Resources.CloseAsync(session));
        }
    }
}
