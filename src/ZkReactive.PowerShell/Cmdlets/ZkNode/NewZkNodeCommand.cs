using System.Management.Automation;
using System.Text;
using ZkReactive.Client;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Creates nodes and writes them as they are then: with the number that -Sequential gave them.</summary>
[Cmdlet(VerbsCommon.New, "ZkNode", SupportsShouldProcess = true, DefaultParameterSetName = PersistentSet)]
[OutputType(typeof(ZkNodeInfo))]
public sealed class NewZkNodeCommand : ZkWriteCmdlet
{
    private const string PersistentSet = "Persistent";
    private const string EphemeralSet = "Ephemeral";
    private const string ContainerSet = "Container";
    private const string TtlSet = "Ttl";
    private const int DefaultDepth = 10;

    /// <summary>The paths to create.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The data: text, bytes, a number, several lines, or with -AsJson any object. By default none.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Value")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>A file whose bytes become the data, as they are; instead of -Data.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? FilePath { get; set; }

    /// <summary>Stores the data as JSON, on one line; DataAsJson reads it back.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <summary>How many levels of an object -AsJson writes out; deeper ones become text. By default 10.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = DefaultDepth;

    /// <summary>The encoding of text. By default utf8.</summary>
    [Parameter]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Who may do what with the node: entries as scheme:id:permissions, or what Get-ZkAcl wrote. By default everybody everything. Children do not inherit it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AclTransformation]
    [ValidateNotNullOrEmpty]
    public Acl[]? Acl { get; set; }

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
        if (!Try(Path.FirstOrDefault().Value, ReadData, out var data)) return;
        var options = new ZkCreateOptions { CreateParents = CreateParents, TimeToLive = ParameterSetName == TtlSet ? Ttl : null, Acl = Acl ?? Protocol.Acl.OpenUnsafe };
        foreach (var path in Path)
        {
            if (TryGather(session, path.Value, () => ToOperation(path, data))) continue;
            if (!ShouldProcess(path.Value, "Create node"))
            {
                if (IsWhatIf()) WriteObject(Foresee(session, path, data));
            }
            else if (CreateParents)
            {
                SendAlone(path.Value, token => CreateAsync(session, path, data, options, token));
            }
            else
            {
                Send(path.Value, token => CreateAsync(session, path, data, options, token));
            }
        }
    }

    private byte[] ReadData()
    {
        if (FilePath is null) return NodeData.FromValue(this, Data, AsJson && MyInvocation.BoundParameters.ContainsKey(nameof(Data)), Depth, Encoding);
        if (Data is null) return NodeData.FromFile(this, FilePath);
        throw new ZkModuleException("ZkDataTwice", ErrorCategory.InvalidArgument, "Both -Data and -FilePath were given.", "Give one of them.");
    }

    private ZkOperation.Create ToOperation(ZkPath path, byte[] data)
    {
        if (CreateParents) throw TransactionScope.NotOne("-CreateParents");
        if (ParameterSetName == TtlSet) throw TransactionScope.NotOne("-Ttl");
        return new ZkOperation.Create(path, data, Mode, Acl);
    }

    /// <summary>The node as -WhatIf shows it: without times and, where the server numbers it, without the number.</summary>
    private ZkNodeInfo Foresee(ZkSession session, ZkPath path, byte[] data) =>
        new(path, data, default(Stat) with { DataLength = data.Length, EphemeralOwner = Mode.IsEphemeral() ? session.Id.Value : 0 }, session);

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

    private async Task<object?> CreateAsync(ZkSession session, ZkPath path, byte[] data, ZkCreateOptions options, CancellationToken token)
    {
        var created = await session.Client.CreateAsync(path, data, Mode, options, token);
        return created.Stat is { } stat
            ? new ZkNodeInfo(created.Path, data, stat, session)
            : new ZkNodeInfo(await session.Client.GetAsync(created.Path, token), session);
    }
}
