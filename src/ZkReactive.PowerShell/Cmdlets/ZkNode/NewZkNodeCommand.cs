using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Creates nodes and writes them as they are then: with the number that -Sequential gave them.</summary>
[Cmdlet(VerbsCommon.New, "ZkNode", SupportsShouldProcess = true, DefaultParameterSetName = PersistentSet)]
[OutputType(typeof(ZkNodeInfo))]
public sealed class NewZkNodeCommand : ZkSessionCmdlet
{
    private const string PersistentSet = "Persistent";
    private const string EphemeralSet = "Ephemeral";
    private const string ContainerSet = "Container";
    private const string TtlSet = "Ttl";

    /// <summary>The paths to create.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The data: text (stored as UTF-8), bytes, or a number. By default none.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Value")]
    [DataTransformation]
    [AllowNull]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>The node lives as long as the session: it goes with Disconnect-Zk, or when the session expires.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EphemeralSet)]
    public SwitchParameter Ephemeral { get; set; }

    /// <summary>The server removes the node some time after its last child went.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContainerSet)]
    public SwitchParameter Container { get; set; }

    /// <summary>The server removes the node when it has no children and was not changed for this long.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TtlSet)]
    [Alias("TimeToLive")]
    [DurationTransformation]
    public TimeSpan Ttl { get; set; }

    /// <summary>The server appends a ten-digit number, unique below the parent and growing.</summary>
    [Parameter(ParameterSetName = PersistentSet)]
    [Parameter(ParameterSetName = EphemeralSet)]
    [Parameter(ParameterSetName = TtlSet)]
    public SwitchParameter Sequential { get; set; }

    /// <summary>Creates missing parents first.</summary>
    [Parameter]
    [Alias("Force")]
    public SwitchParameter CreateParents { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var data = Data ?? [];
        var options = new ZkCreateOptions { CreateParents = CreateParents, TimeToLive = ParameterSetName == TtlSet ? Ttl : null };
        foreach (var path in Path)
        {
            if (!ShouldProcess(path.Value, "Create node")) continue;
            if (Try(path.Value, token => CreateAsync(session, path, data, options, token), out var created)) WriteObject(created);
        }
    }

    private CreateMode Mode => (ParameterSetName, Sequential.IsPresent) switch
    {
        (EphemeralSet, false) => CreateMode.Ephemeral,
        (EphemeralSet, true) => CreateMode.EphemeralSequential,
        (ContainerSet, _) => CreateMode.Container,
        (TtlSet, false) => CreateMode.PersistentWithTtl,
        (TtlSet, true) => CreateMode.PersistentSequentialWithTtl,
        (_, true) => CreateMode.PersistentSequential,
        _ => CreateMode.Persistent,
    };

    private async Task<ZkNodeInfo> CreateAsync(ZkSession session, ZkPath path, byte[] data, ZkCreateOptions options, CancellationToken token)
    {
        var created = await session.Client.CreateAsync(path, data, Mode, options, token);
        return created.Stat is { } stat
            ? new ZkNodeInfo(created.Path, data, stat, session)
            : new ZkNodeInfo(await session.Client.GetAsync(created.Path, token), session);
    }
}
