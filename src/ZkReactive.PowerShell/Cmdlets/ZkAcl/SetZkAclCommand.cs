using System.Management.Automation;
using ZkReactive.Nodes;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Replaces the access control lists of nodes.</summary>
[Cmdlet(VerbsCommon.Set, "ZkAcl", SupportsShouldProcess = true, DefaultParameterSetName = VersionSet)]
[OutputType(typeof(ZkAclInfo))]
public sealed class SetZkAclCommand : ZkSessionCmdlet
{
    private const string VersionSet = "Version";
    private const string RecurseSet = "Recurse";
    private const string LiteralVersionSet = "LiteralVersion";
    private const string LiteralRecurseSet = "LiteralRecurse";

    /// <summary>The paths of the nodes. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = VersionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RecurseSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralVersionSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralRecurseSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <summary>The whole list: entries as scheme:id:permissions, where permissions are letters of cdrwa (create, delete, read, write, admin), or what Get-ZkAcl wrote. auth::cdrwa stands for whoever this session is.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AclTransformation]
    [ValidateNotNullOrEmpty]
    public Acl[] Acl { get; set; } = [];

    /// <summary>Writes only if the list still has this version; -1 for any. It is not taken from the pipeline, which may bring the list of another node.</summary>
    [Parameter(ParameterSetName = VersionSet)]
    [Parameter(ParameterSetName = LiteralVersionSet)]
    [ValidateRange(-1, int.MaxValue)]
    public int AclVersion { get; set; } = -1;

    /// <summary>Gives all that is below the same list, from the leaves up.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RecurseSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralRecurseSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Writes the list as it is after the change; with -WhatIf as it would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in LiteralPath ?? Expand(session, Path))
        {
            var what = $"Set ACL {string.Join(", ", Acl.Select(entry => entry.ToString()))}{(Recurse ? " here and below" : "")}";
            if (ShouldProcess(path.Value, what))
            {
                if (Try(path.Value, token => WriteAsync(session, path, token), out var written) && PassThru) WriteObject(written);
            }
            else if (PassThru && IsWhatIf() && Try(path.Value, token => session.Client.GetAclAsync(path, token).AsTask(), out var now))
            {
                WriteObject(new ZkAclInfo(path, Acl, now.Stat.AclVersion + 1, session));
            }
        }
    }

    /// <summary>Writes, and for -PassThru reads what the server made of it: it writes out <c>auth</c>.</summary>
    private async Task<ZkAclInfo?> WriteAsync(ZkSession session, ZkPath path, CancellationToken token)
    {
        if (Recurse) await session.Client.SetTreeAclAsync(path, Acl, token);
        else await session.Client.SetAclAsync(path, Acl, AclVersion, token);
        if (!PassThru) return null;
        var after = await session.Client.GetAclAsync(path, token);
        return new ZkAclInfo(path, after.Entries, after.Stat.AclVersion, session);
    }
}
