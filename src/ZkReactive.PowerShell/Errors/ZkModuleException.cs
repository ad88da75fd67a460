using System.Management.Automation;
using ZkReactive.Client;

namespace ZkReactive.PowerShell.Errors;

/// <summary>A cmdlet could not do what it was asked for a reason that lies in the module, not in ZooKeeper.</summary>
public sealed class ZkModuleException : ZkException
{
    /// <summary>Makes one.</summary>
    public ZkModuleException(string errorId, ErrorCategory category, string message, string recommendedAction, Exception? innerException = null)
        : base(errorId, message, innerException)
    {
        Category = category;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The category of its error record.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What to do now.</summary>
    public string RecommendedAction { get; }
}
