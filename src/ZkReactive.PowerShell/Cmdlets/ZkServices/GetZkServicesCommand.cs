using System.Management.Automation;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Looks up the instances of services, from a cache that watches keep current.</summary>
[Cmdlet(VerbsCommon.Get, "ZkServices", DefaultParameterSetName = InstancesSet)]
[Alias("Get-ZkService")]
[OutputType(typeof(ZkServiceInstanceInfo), ParameterSetName = [InstancesSet])]
[OutputType(typeof(ZkServiceListInfo), ParameterSetName = [ListSet])]
public sealed class GetZkServicesCommand : ZkSessionCmdlet
{
    private const string InstancesSet = "Instances";
    private const string ListSet = "List";

    /// <summary>The services' nodes, such as /service/shop/web; /brokers/ids for Kafka.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>Gives one instance of each service: Random, RoundRobin, Weighted, or Sticky with -Key.</summary>
    [Parameter(ParameterSetName = InstancesSet)]
    public ServicePick? Pick { get; set; }

    /// <summary>With -Pick Sticky: the same key gives the same instance as long as it is there.</summary>
    [Parameter(ParameterSetName = InstancesSet)]
    [ValidateNotNullOrEmpty]
    public string? Key { get; set; }

    /// <summary>Picks from this zone where it has an instance.</summary>
    [Parameter(ParameterSetName = InstancesSet)]
    [ValidateNotNullOrEmpty]
    public string? Zone { get; set; }

    /// <summary>Instances that did not answer: they are left out of picks for -DownTime, or until they register anew.</summary>
    [Parameter(ParameterSetName = InstancesSet)]
    [ValidateNotNullOrEmpty]
    public ZkServiceInstanceInfo[] MarkDown { get; set; } = [];

    /// <summary>How long -MarkDown leaves an instance out of picks. By default 30 seconds.</summary>
    [Parameter(ParameterSetName = InstancesSet)]
    [DurationTransformation]
    public TimeSpan DownTime { get; set; } = new ServiceCacheOptions().DownTime;

    /// <summary>Only instances that have all of these tags.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Gives one object for each service: its instances, as of when, whether they are stale and why.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter AsList { get; set; }

    /// <summary>Where the last list is kept over restarts. It counts when a service is asked for the first time in a session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StateDirectory { get; set; }

    /// <summary>How long to wait for the first reading of a service. By default 10 seconds.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if ((Pick == ServicePick.Sticky) != (Key is not null)) Require<object>(null, () => throw new ArgumentException("-Pick Sticky and -Key go together.", nameof(Pick)));
        var catalog = Resources.CatalogOf(session, StateDirectory is null ? null : GetUnresolvedProviderPathFromPSPath(StateDirectory));
        foreach (var one in MarkDown) catalog[one.Instance.Path.Parent].MarkDown(one.Instance, DownTime);
        foreach (var path in Path)
        {
            if (Try(path.Value, token => catalog.ReadAsync(path, Timeout, token).AsTask(), out var list)) Write(list.Restrict(Tag, Zone), session);
        }
    }

    private void Write(ServiceList list, ZkSession session)
    {
        if (AsList)
        {
            WriteObject(new ZkServiceListInfo(list, session));
            return;
        }

        if (!list.IsKnown)
        {
            WriteError(ErrorRecordMapper.ToRecord(NotKnown(list), list.Path.Value));
            return;
        }

        if (list.IsStale) WriteWarning($"The list of {list.Path} is the last known one, as of {list.AsOfZxid} at {list.At.ToLocalTime():HH:mm:ss}: {list.Reason}.");
        if (Pick is not { } pick)
        {
            if (list.Skipped.Count > 0) WriteWarning(SkippedText(list));
            foreach (var instance in list.Instances) WriteObject(new ZkServiceInstanceInfo(instance, list, session));
            return;
        }

        if ((pick == ServicePick.Sticky ? list.Pick(Key) : list.Pick(pick)) is { } picked) WriteObject(new ZkServiceInstanceInfo(picked, list, session));
        else WriteError(ErrorRecordMapper.ToRecord(None(list), list.Path.Value));
    }

    private static string SkippedText(ServiceList list)
    {
        var (name, why) = list.Skipped.OrderBy(pair => pair.Key, StringComparer.Ordinal).First();
        return $"{list.Skipped.Count} {(list.Skipped.Count == 1 ? "child" : "children")} of {list.Path} cannot be read as an instance: {name} ({why}){(list.Skipped.Count > 1 ? ", …" : "")}. -AsList has them all, in Skipped.";
    }

    private ServiceException NotKnown(ServiceList list) => new(
        ServiceErrorIds.NotKnown, $"Looking up {list.Path} failed: ZooKeeper did not answer within {Timeout.TotalSeconds:0.###} s, and no earlier list is there. Try again when it is back.") { Path = list.Path };

    private static ServiceException None(ServiceList list) => new(
        ServiceErrorIds.NoInstance, $"Picking an instance of {list.Path} found none among {list.Count}. Get-ZkServices {list.Path} -AsList says more.") { Path = list.Path };
}
