using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Runs a script while holding a lock, and gives the lock back however the script ends. When the lock is lost, the script is stopped.</summary>
[Cmdlet(VerbsOther.Use, "ZkLock", SupportsShouldProcess = true)]
[OutputType(typeof(object))]
public sealed class UseZkLockCommand : ZkLockCmdlet
{
    /// <summary>The script to run. Its first argument is the lock, with its fencing token.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        if (!ShouldProcess(Path.Value, "Run a script with the lock") || !TryTake(out var handle)) return;
        try
        {
            var stopped = ScriptRun.Run(this, ScriptBlock, new ZkLockInfo(handle, session), handle.Lost, StopToken);
            if (stopped || handle.Loss is not null) Try(Path.Value, _ => Task.FromException(LossOf(handle.ThrowIfLost)));
        }
        finally
        {
            PipelineBridge.Dispose(handle);
        }
    }

    private static Exception LossOf(Action throwIfLost)
    {
        try
        {
            throwIfLost();
        }
        catch (ZkException e)
        {
            return e;
        }

        return new OperationCanceledException();
    }
}
