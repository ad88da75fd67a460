using System.Management.Automation;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Takes a lock and writes it; Exit-ZkLock gives it back.</summary>
[Cmdlet(VerbsCommon.Enter, "ZkLock", SupportsShouldProcess = true)]
[OutputType(typeof(ZkLockInfo))]
public sealed class EnterZkLockCommand : ZkLockCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (ShouldProcess(Path.Value, "Take lock") && TryTake(out var handle)) WriteObject(new ZkLockInfo(handle, session));
    }
}
