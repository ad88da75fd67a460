using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.Nodes.Transactions;
using ZkReactive.PowerShell.Bridging;
using ZkReactive.PowerShell.Errors;
using ZkReactive.PowerShell.Output;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Cmdlets;

/// <summary>Does what the node cmdlets of a script ask for in one transaction: all of it or nothing.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ZkTransaction", SupportsShouldProcess = true)]
[OutputType(typeof(ZkTransactionStepInfo))]
public sealed class InvokeZkTransactionCommand : ZkSessionCmdlet
{
    /// <summary>The script. New-ZkNode, Set-ZkNode and Remove-ZkNode in it are gathered, not done, and Test-ZkNode -Version becomes a condition; everything else runs as always. An error in it ends the transaction before anything is written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = CurrentSession;
        var operations = Require(session, () => Gather(session));
        var target = string.Join(", ", operations.Select(operation => $"{operation.GetType().Name} {operation.Path}"));
        if (operations.Count == 0) return;
        if (ShouldProcess(target, "Transaction")) Do(session, operations);
        else if (IsWhatIf()) Show(session, operations);
    }

    private IReadOnlyList<ZkOperation> Gather(ZkSession session)
    {
        if (Resources.Transaction is not null)
            throw new ZkModuleException("ZkTransactionNested", ErrorCategory.InvalidOperation, "A transaction cannot hold another one.", "End the first transaction first.");

        var scope = new TransactionScope(session);
        Resources.Transaction = scope;
        var errors = 0;
        try
        {
            ScriptRun.Run(this, ScriptBlock, session, CancellationToken.None, StopToken, _ => errors++);
        }
        finally
        {
            Resources.Transaction = null;
        }

        return errors == 0
            ? scope.Operations
            : throw new ZkModuleException("ZkTransactionScript", ErrorCategory.InvalidOperation, $"The script had {errors} errors, so nothing was written.", "Correct the errors above.");
    }

    private void Do(ZkSession session, IReadOnlyList<ZkOperation> operations)
    {
        if (!Try(operations[0].Path.Value, token => session.Client.MultiAsync(operations, token).AsTask(), out var results)) return;
        for (var i = 0; i < results.Count; i++)
        {
            var after = results[i].Stat?.Version ?? (operations[i] is ZkOperation.Create ? 0 : null);
            WriteObject(new ZkTransactionStepInfo(i + 1, operations[i], results[i].Path, before: null, after, problem: null, isDone: true, session));
        }
    }

    private void Show(ZkSession session, IReadOnlyList<ZkOperation> operations)
    {
        if (!Try(session, token => session.Client.PlanMultiAsync(operations, token), out var plan)) return;
        for (var i = 0; i < plan.Count; i++)
            WriteObject(new ZkTransactionStepInfo(i + 1, operations[i], operations[i].Path, plan[i].Before, plan[i].After, plan[i].Problem, isDone: false, session));
    }
}
