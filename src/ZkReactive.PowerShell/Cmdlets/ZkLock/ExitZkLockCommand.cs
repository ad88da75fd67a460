using System.Management.Automation;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Gives locks back that Enter-ZkLock took.</summary>
[Cmdlet(VerbsCommon.Exit, "ZkLock", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExitZkLockCommand : ZkCmdlet
{
    /// <summary>The locks, as Enter-ZkLock wrote them. One that was given back already is passed over.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ZkLockInfo[] Lock { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var held in Lock)
        {
            if (ShouldProcess(held.Path, "Give lock back")) Try(held.Path, async _ => await held.Handle.DisposeAsync());
        }
    }
}
