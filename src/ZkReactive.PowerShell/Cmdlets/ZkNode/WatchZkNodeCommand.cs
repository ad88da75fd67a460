using System.Management.Automation;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches nodes, their children, whole trees or a session, and writes the present state and then every change until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ZkNode")]
[OutputType(typeof(ZkNodeChangeInfo), ParameterSetName = [DataSet])]
[OutputType(typeof(ZkChildrenChangeInfo), ParameterSetName = [ChildrenSet])]
[OutputType(typeof(ZkTreeChangeInfo), ParameterSetName = [TreeSet])]
[OutputType(typeof(ZkSessionChangeInfo), ParameterSetName = [SessionSet])]
public sealed class WatchZkNodeCommand : ZkStreamCmdlet
{
    private const string DataSet = "Data";
    private const string ChildrenSet = "Children";
    private const string TreeSet = "Tree";
    private const string SessionSet = "Session";

    /// <summary>The paths to watch; the nodes need not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = DataSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ChildrenSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TreeSet)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Watches the data of the nodes: creation, change, deletion. This is the default.</summary>
    [Parameter(ParameterSetName = DataSet)]
    public SwitchParameter Data { get; set; }

    /// <summary>Watches which children the nodes have.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChildrenSet)]
    public SwitchParameter Children { get; set; }

    /// <summary>Watches the nodes and all below them: which came, which changed, which went.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TreeSet)]
    public SwitchParameter Tree { get; set; }

    /// <summary>How many levels below the nodes are watched: 0 is the nodes alone. By default all.</summary>
    [Parameter(ParameterSetName = TreeSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Depth { get; set; } = int.MaxValue;

    /// <summary>Leaves out the first state when nothing in it is newer than this transaction: the Zxid of the last object of an earlier watch, or that object. What happened between is shown as one state.</summary>
    [Parameter(ParameterSetName = DataSet)]
    [Parameter(ParameterSetName = ChildrenSet)]
    [Parameter(ParameterSetName = TreeSet)]
    [ZxidTransformation]
    public Zxid? Since { get; set; }

    /// <summary>With a path: the session to use, by default the one connected last. Without: the session whose state is watched.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = DataSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ChildrenSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = TreeSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SessionSet)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [ValidateNotNull]
    public new ZkSession? Session { get; set; }

    private protected override ZkSession? GivenSession => Session;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (ParameterSetName == SessionSet)
        {
            Add(session, NodeStreams.Session(session));
            return;
        }

        foreach (var path in Path) Add(path.Value, NodeStreams.Of(session, path, Tree, Children, Depth, Since));
    }
}
