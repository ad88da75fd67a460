using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Paths;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>The base of every cmdlet that talks to ZooKeeper: adds <c>-Session</c>.</summary>
public abstract class ZkSessionCmdlet : ZkCmdlet
{
    private bool _isPathTyped;

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

    /// <inheritdoc/>
    protected override void BeginProcessing() => _isPathTyped = MyInvocation.BoundParameters.ContainsKey("Path");

    /// <summary>
    /// The nodes that -Path means: its wildcards expanded where it was typed, while a path that comes down the pipeline, as
    /// that of a node that was listed, is taken as it is. A failure is an error of this path.
    /// </summary>
    private protected IEnumerable<ZkPath> Expand(ZkSession session, ZkPath[] paths)
    {
        if (!_isPathTyped) return paths;
        List<ZkPath> nodes = [];
        foreach (var path in paths)
        {
            if (Try(path.Value, token => PathResolver.ExpandAsync(session.Client, PathPattern.Parse(path.Value), token), out var found)) nodes.AddRange(found);
        }

        return nodes;
    }

    private static ZkModuleException NotConnected() => new(
        "ZkNotConnected",
        ErrorCategory.ConnectionError,
        "There is no session in this runspace.",
        "Connect first with Connect-Zk, or pass -Session.");
}
