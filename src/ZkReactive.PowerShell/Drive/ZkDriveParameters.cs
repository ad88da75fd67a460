using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Drive;

/// <summary>What <c>New-PSDrive</c> takes besides for this provider.</summary>
internal sealed class ZkDriveParameters
{
    /// <summary>Servers and, after them, an optional chroot: the drive connects by itself and closes the session when it is removed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ServersTransformation]
    public string? ConnectString { get; set; }

    /// <summary>The session to show: an object, or its name. By default the one connected last.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public ZkSession? Session { get; set; }
}
