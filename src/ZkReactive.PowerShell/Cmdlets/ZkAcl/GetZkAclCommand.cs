using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Reads who may do what with nodes.</summary>
[Cmdlet(VerbsCommon.Get, "ZkAcl", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ZkAclInfo))]
public sealed class GetZkAclCommand : ZkSessionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The paths of the nodes. Wildcards are expanded where they are typed; a path from the pipeline is taken as it is.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    [SupportsWildcards]
    public ZkPath[] Path { get; set; } = [];

    /// <summary>The paths of the nodes, every character taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("LP")]
    [ArgumentCompleter(typeof(PathCompleter))]
    [ValidateNotNullOrEmpty]
    public ZkPath[]? LiteralPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in LiteralPath ?? Expand(session, Path))
        {
            if (Try(path.Value, token => session.Client.GetAclAsync(path, token).AsTask(), out var acl))
                WriteObject(new ZkAclInfo(path, acl.Entries, acl.Stat.AclVersion, session));
        }
    }
}
