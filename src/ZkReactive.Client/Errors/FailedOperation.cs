using ZkReactive.Protocol;

namespace ZkReactive.Client.Errors;

/// <summary>What an error message needs to know of the call that failed.</summary>
internal readonly record struct FailedOperation(string Operation, ZkPath Path, NodeVersion Version)
{
    public FailedOperation(string operation, ZkPath path)
        : this(operation, path, NodeVersion.Any)
    {
    }

    public override string ToString() => $"{Operation} {Path}";
}
