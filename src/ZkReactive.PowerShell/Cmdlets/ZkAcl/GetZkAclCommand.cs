using System.Management.Automation;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Reads who may do what with nodes.</summary>
[Cmdlet(VerbsCommon.Get, "ZkAcl")]
[OutputType(typeof(ZkAclInfo))]
public sealed class GetZkAclCommand : ZkSessionCmdlet
{
    /// <summary>The paths of the nodes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (Try(path.Value, token => session.Client.GetAclAsync(path, token).AsTask(), out var acl))
                WriteObject(new ZkAclInfo(path, acl.Entries, acl.Stat.AclVersion, session));
        }
    }
}
