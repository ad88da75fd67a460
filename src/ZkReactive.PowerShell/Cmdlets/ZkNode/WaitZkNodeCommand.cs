using System.Management.Automation;
using System.Text;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Waits until nodes are as wanted: there, absent, with some data or version, or whatever a script asks for; and writes them as they are then.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ZkNode", DefaultParameterSetName = ExistsSet)]
[OutputType(typeof(ZkNodeChangeInfo), ParameterSetName = [ExistsSet, AbsentSet, DataSet, ConditionSet])]
[OutputType(typeof(ZkChildrenChangeInfo), ParameterSetName = [ChildrenSet])]
public sealed class WaitZkNodeCommand : ZkSessionCmdlet
{
    private const string ExistsSet = "Exists";
    private const string AbsentSet = "Absent";
    private const string DataSet = "Data";
    private const string ConditionSet = "Condition";
    private const string ChildrenSet = "Children";

    private readonly List<(ZkSession Session, ZkPath Path)> _awaited = [];

    /// <summary>The paths of the nodes, which need not exist. All are waited for together.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Waits until the node is there. This is the default.</summary>
    [Parameter(ParameterSetName = ExistsSet)]
    public SwitchParameter Exists { get; set; }

    /// <summary>Waits until the node is there with at least this version. A node that is deleted and created again begins at 0.</summary>
    [Parameter(ParameterSetName = ExistsSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Version { get; set; }

    /// <summary>Waits until the node is not there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AbsentSet)]
    public SwitchParameter Absent { get; set; }

    /// <summary>Waits until the node has exactly this data: text, bytes or a number.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DataSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>The encoding of text in -Data. By default utf8.</summary>
    [Parameter(ParameterSetName = DataSet)]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Waits until this script gives something true; $_ is the node's state, as Watch-ZkNode writes it. Children that come or go are no new state: -ChildCount waits for them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ConditionSet)]
    [ValidateNotNull]
    public ScriptBlock Condition { get; set; } = null!;

    /// <summary>Waits until the node has at least so many children.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChildrenSet)]
    [ValidateRange(1, int.MaxValue)]
    public int ChildCount { get; set; }

    /// <summary>How long to wait: seconds, a number with a unit (30s, 5m) or a TimeSpan; after it, an error for each node that is not as wanted. By default it waits until it is stopped.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        _awaited.AddRange(Path.Select(path => (session, path)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var data = ParameterSetName == DataSet ? Require(target: null, () => NodeData.FromValue(this, Data, asJson: false, depth: 0, Encoding)) : [];
        Try(target: null, (post, token) => Task.WhenAll(_awaited.Select(one => WaitAsync(one.Session, one.Path, data, post, token))));
    }

    private async Task WaitAsync(ZkSession session, ZkPath path, byte[] data, PipelinePost post, CancellationToken token)
    {
        try
        {
            object state = ParameterSetName == ChildrenSet
                ? new ZkChildrenChangeInfo(await session.Client.WaitForChildrenAsync(path, change => change.Children.Count >= ChildCount, Timeout, token), session)
                : new ZkNodeChangeInfo(await session.Client.WaitForNodeAsync(path, ToCondition(session, data, post, token), Timeout, token), session);
            await post.PostAsync(() => WriteObject(state), token);
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            await post.PostAsync(() => WriteError(ErrorRecordMapper.ToRecord(e, path.Value)), token);
        }
    }

    private Func<NodeChange, bool> ToCondition(ZkSession session, byte[] data, PipelinePost post, CancellationToken token)
    {
        if (ParameterSetName == AbsentSet) return change => !change.Exists;
        if (ParameterSetName == DataSet) return change => change.Exists && change.Data.Span.SequenceEqual(data);
        if (ParameterSetName == ExistsSet) return change => change.Stat is { } stat && stat.Version >= Version;
        var script = new PipelineScript(Condition, post);
        return change => script.IsTrueFor(new ZkNodeChangeInfo(change, session), token);
    }
}
