using System.Management.Automation;
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
public sealed class SetZkNodeCommand : ZkSessionCmdlet
{
    private const string VersionSet = "Version";
    private const string CreateSet = "Create";

    /// <summary>The paths of the nodes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The new data: text (stored as UTF-8), bytes, or a number; $null or '' empties the node.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Value")]
    [DataTransformation]
    [AllowNull]
    [AllowEmptyCollection]
    public byte[]? Data { get; set; }

    /// <summary>Writes only if the node still has this version; -1 for any. A node from Get-ZkNode brings its version along, so that a change by somebody else in between is never overwritten.</summary>
    [Parameter(ParameterSetName = VersionSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(-1, int.MaxValue)]
    public int Version { get; set; } = -1;

    /// <summary>Creates the node, with its parents, where it does not exist; whatever its version where it does.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CreateSet)]
    public SwitchParameter Create { get; set; }

    /// <summary>Writes the node as it is after the change; with -WhatIf as it would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var data = Data ?? [];
        foreach (var path in Path)
        {
            var done = ShouldProcess(path.Value, "Set data")
                ? Try(path.Value, token => WriteAsync(session, path, data, token), out var node)
                : Try(path.Value, token => ForeseeAsync(session, path, data, token), out node);
            if (done && PassThru && node is not null) WriteObject(node);
        }
    }

    private async Task<ZkNodeInfo?> WriteAsync(ZkSession session, ZkPath path, byte[] data, CancellationToken token)
    {
        var stat = Create
            ? (await session.Client.SetOrCreateAsync(path, data, token)).Stat
            : await session.Client.SetAsync(path, data, Version, token);
        if (!PassThru) return null;
        return stat is { } known ? new ZkNodeInfo(path, data, known, session) : new ZkNodeInfo(await session.Client.GetAsync(path, token), session);
    }

    /// <summary>What -WhatIf -PassThru writes; only reads.</summary>
    private async Task<ZkNodeInfo?> ForeseeAsync(ZkSession session, ZkPath path, byte[] data, CancellationToken token)
    {
        if (!PassThru || !MyInvocation.BoundParameters.ContainsKey("WhatIf")) return null;
        var now = await session.Client.ExistsAsync(path, token);
        if (now.Exists) return new ZkNodeInfo(path, data, now.Stat.Value with { Version = now.Stat.Value.Version + 1, DataLength = data.Length }, session);
        return Create ? new ZkNodeInfo(path, data, default(Stat) with { DataLength = data.Length }, session) : null;
    }
}
