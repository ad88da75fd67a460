using System.Management.Automation;
using ZkReactive.Client;
using ZkReactive.PowerShell.Errors;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>What the script of Invoke-ZkTransaction has asked for so far. Belongs to the pipeline thread.</summary>
internal sealed class TransactionScope(ZkSession session)
{
    private readonly List<ZkOperation> _operations = [];

    /// <summary>The operations, in order.</summary>
    public IReadOnlyList<ZkOperation> Operations => _operations;

    /// <summary>Takes an operation in.</summary>
    /// <exception cref="ZkModuleException">It is for another session.</exception>
    public void Add(ZkSession target, ZkOperation operation)
    {
        if (target != session)
        {
            throw new ZkModuleException(
                "ZkTransactionSession", ErrorCategory.InvalidOperation, $"The transaction is in session {session}, and {operation.Path} was asked for in {target}.",
                "Leave -Session out inside a transaction.");
        }

        _operations.Add(operation);
    }

    /// <summary>The failure of a parameter that no single operation of a transaction can do.</summary>
    public static ZkModuleException NotOne(string parameter) => new(
        "ZkNotInTransaction", ErrorCategory.InvalidOperation, $"{parameter} needs more than one request, or one that transactions do not have.",
        "Leave it out, or do it before the transaction.");
}
