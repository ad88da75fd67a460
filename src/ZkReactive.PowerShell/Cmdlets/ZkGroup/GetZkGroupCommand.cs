using System.Management.Automation;
using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Shows the members of groups.</summary>
[Cmdlet(VerbsCommon.Get, "ZkGroup")]
[OutputType(typeof(ZkGroupMemberInfo))]
public sealed class GetZkGroupCommand : ZkSessionCmdlet
{
    /// <summary>The groups.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [PathTransformation]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        foreach (var path in Path)
        {
            if (Try(path.Value, token => new ZkGroup(session.Client, path).ReadAsync(token), out var members))
                WriteObject(members.Select(member => new ZkGroupMemberInfo(member, session)), enumerateCollection: true);
        }
    }
}
