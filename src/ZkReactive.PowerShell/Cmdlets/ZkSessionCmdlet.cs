using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of every cmdlet that talks to ZooKeeper: adds <c>-Session</c>.</summary>
public abstract class ZkSessionCmdlet : ZkCmdlet
{
    private protected ZkSessionCmdlet()
    {
    }

    /// <summary>The session to use: an object from Connect-Zk or Get-ZkSession, or its name. By default the one connected last in this runspace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public ZkSession? Session { get; set; }

    /// <summary>What <c>-Session</c> was given; null when it was not.</summary>
    private protected virtual ZkSession? GivenSession => Session;

    /// <summary>The session this record is for.</summary>
    private protected ZkSession CurrentSession => Require(target: null, () => GivenSession ?? Resources.LastSession ?? throw NotConnected());

    /// <summary>The client of the session this record is for.</summary>
    private protected IZkClient Client => CurrentSession.Client;

    private static ZkModuleException NotConnected() => new(
        "ZkNotConnected",
        ErrorCategory.ConnectionError,
        "There is no session in this runspace.",
        "Connect first with Connect-Zk, or pass -Session.");
}
