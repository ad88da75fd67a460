using System.Management.Automation;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Leaves groups that Join-ZkGroup joined.</summary>
[Cmdlet(VerbsCommon.Exit, "ZkGroup", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExitZkGroupCommand : ZkCmdlet
{
    /// <summary>The memberships, as Join-ZkGroup wrote them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ZkGroupMembershipInfo[] Membership { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var one in Membership)
        {
            if (ShouldProcess(one.Path, $"Leave as {one.MemberId}")) Try(one.Node, async _ => await one.Membership.DisposeAsync());
        }
    }
}
