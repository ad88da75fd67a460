using System.Management.Automation;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Replaces the data of nodes.</summary>
[Cmdlet(VerbsCommon.Set, "ZkNode", SupportsShouldProcess = true, DefaultParameterSetName = VersionSet)]
[OutputType(typeof(ZkNodeInfo))]
public sealed class SetZkNodeCommand : ZkWriteCmdlet
{
    private const string VersionSet = "Version";
    private const string CreateSet = "Create";
    private const string FileSet = "File";
    private const string CreateFileSet = "CreateFile";
    private const string LiteralVersionSet = "LiteralVersion";
    private const string LiteralFileSet = "LiteralFile";
    private const int DefaultDepth = 10;

    /// <summary>The paths of the nodes. Wildcards are expanded where they are typed, but not with -Create; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = VersionSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = CreateSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = CreateFileSet)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralVersionSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralFileSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <summary>The new data: text, bytes, a number, several lines, or with -AsJson any object; $null or '' empties the node.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = VersionSet)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = CreateSet)]
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralVersionSet)]
    [Alias("Value")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>A file whose bytes become the data, as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = CreateFileSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralFileSet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? FilePath { get; set; }

    /// <summary>Stores the data as JSON, on one line; DataAsJson reads it back.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = CreateSet)]
    [Parameter(ParameterSetName = LiteralVersionSet)]
    public SwitchParameter AsJson { get; set; }

    /// <summary>How many levels of an object -AsJson writes out; deeper ones become text. By default 10.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = CreateSet)]
    [Parameter(ParameterSetName = LiteralVersionSet)]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = DefaultDepth;

    /// <summary>The encoding of text. By default utf8.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = CreateSet)]
    [Parameter(ParameterSetName = LiteralVersionSet)]
    [EncodingTransformation]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Writes only if the node still has this version; -1 for any. A node from Get-ZkNode brings its version along, so that a change by somebody else in between is never overwritten.</summary>
    [Parameter(ParameterSetName = VersionSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FileSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralVersionSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralFileSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(-1, int.MaxValue)]
    public int Version { get; set; } = -1;

    /// <summary>Creates the node, with its parents, where it does not exist; whatever its version where it does.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CreateSet)]
    [Parameter(Mandatory = true, ParameterSetName = CreateFileSet)]
    public SwitchParameter Create { get; set; }

    /// <summary>Writes the node as it is after the change; with -WhatIf as it would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!TryRead((LiteralPath ?? Path).FirstOrDefault(), out var data)) return;
        foreach (var path in LiteralPath ?? (Create ? Path : Expand(session, Path)))
        {
            if (TryGather(session, path.Value, () => Create ? throw TransactionScope.NotOne("-Create") : new ZkOperation.Set(path, data, Version))) continue;
            if (!ShouldProcess(path.Value, "Set data"))
            {
                if (PassThru && IsWhatIf()) SendAlone(path.Value, token => ForeseeAsync(session, path, data, token));
                continue;
            }

            if (Create) SendAlone(path.Value, token => WriteAsync(session, path, data, token));
            else Send(path.Value, token => WriteAsync(session, path, data, token));
        }
    }

    private bool TryRead(ZkPath target, out byte[] data)
    {
        data = [];
        return Try(
            target.Value,
            () => FilePath is { } file ? NodeData.FromFile(this, file) : NodeData.FromValue(this, Data, AsJson, Depth, Encoding),
            out data!);
    }

    private async Task<object?> WriteAsync(ZkSession session, ZkPath path, byte[] data, CancellationToken token)
    {
        NodeVersion version = Version;
        var stat = Create
            ? (await session.Client.SetOrCreateAsync(path, data, token)).Stat
            : await session.Client.SetAsync(path, data, version, token);
        if (!PassThru) return null;
        return stat is { } known ? new ZkNodeInfo(path, data, known, session) : new ZkNodeInfo(await session.Client.GetAsync(path, token), session);
    }

    /// <summary>What -WhatIf -PassThru writes; only reads.</summary>
    private async Task<object?> ForeseeAsync(ZkSession session, ZkPath path, byte[] data, CancellationToken token)
    {
        var now = await session.Client.ExistsAsync(path, token);
        if (now.Exists) return new ZkNodeInfo(path, data, now.Stat.Value with { Version = now.Stat.Value.Version + 1, DataLength = data.Length }, session);
        return Create ? new ZkNodeInfo(path, data, default(Stat) with { DataLength = data.Length }, session) : null;
    }
}
