using System.Management.Automation;
using System.Reactive.Linq;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Watches nodes, children, trees or a session in the background: each state becomes an event of the engine, for an action or for Get-Event.</summary>
[Cmdlet(VerbsLifecycle.Register, "ZkEvent")]
[OutputType(typeof(PSEventJob))]
public sealed class RegisterZkEventCommand : ZkSessionCmdlet
{
    private const string DataSet = "Data";
    private const string ChildrenSet = "Children";
    private const string TreeSet = "Tree";
    private const string SessionSet = "Session";

    /// <summary>The paths to watch; the nodes need not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = DataSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ChildrenSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = TreeSet)]
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

    /// <summary>Watches the nodes and all below them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TreeSet)]
    public SwitchParameter Tree { get; set; }

    /// <summary>How many levels below the nodes are watched: 0 is the nodes alone. By default all.</summary>
    [Parameter(ParameterSetName = TreeSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Depth { get; set; } = int.MaxValue;

    /// <summary>The name of the events: what Get-Event, Wait-Event and Unregister-Event take. By default a new one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? SourceIdentifier { get; set; }

    /// <summary>What to do for each event, in the background of this runspace. $EventArgs.Change is the state, as Watch-ZkNode writes it; $Event.MessageData what -MessageData gave. Without it, events wait for Get-Event.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Action { get; set; }

    /// <summary>Something for the action to have at hand.</summary>
    [Parameter]
    public PSObject? MessageData { get; set; }

    /// <summary>Hides the subscription from Get-EventSubscriber, unless that is told to show all.</summary>
    [Parameter]
    public SwitchParameter SupportEvent { get; set; }

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
        var source = ParameterSetName == SessionSet ? NodeStreams.Session(session) : Path.Select(path => NodeStreams.Of(session, path, Tree, Children, Depth, since: null)).Merge();
        var name = SourceIdentifier ?? Guid.NewGuid().ToString();
        var subscriber = Require(name, () => EventSubscription.Start(Resources, Events, session, source, name, MessageData, Action, SupportEvent));
        if (subscriber.Action is { } job) WriteObject(job);
    }
}
