using System.Management.Automation;
using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Completers;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Joins a group and stays a member until Exit-ZkGroup, also over expired sessions.</summary>
[Cmdlet(VerbsCommon.Join, "ZkGroup", SupportsShouldProcess = true)]
[OutputType(typeof(ZkGroupMembershipInfo))]
public sealed class JoinZkGroupCommand : ZkSessionCmdlet
{
    /// <summary>The group: the node below which its members are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("NodePath", "PSPath")]
    [ArgumentCompleter(typeof(PathCompleter))]
    public ZkPath Path { get; set; }

    /// <summary>Who joins; unique in the group. By default the name of this machine and the process id.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string MemberId { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>What the member says of itself: text or bytes. By default nothing.</summary>
    [Parameter]
    [DataTransformation]
    public byte[] Status { get; set; } = [];

    /// <summary>How the member's node is called: Curator (its id, with the status as data) or Kazoo (as kazoo's Party, without a status). By default Curator.</summary>
    [Parameter]
    public GroupNaming Naming { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!ShouldProcess(Path.Value, $"Join as {MemberId}")) return;
        if (Try(Path.Value, token => new ZkGroup(session.Client, Path).JoinAsync(MemberId, Status, Naming, token), out var membership))
            WriteObject(new ZkGroupMembershipInfo(membership, session));
    }
}
