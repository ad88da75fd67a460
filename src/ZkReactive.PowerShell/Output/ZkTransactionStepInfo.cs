using ZkReactive.Client;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>An operation of a transaction: as it was done, or with -WhatIf as it would be.</summary>
public sealed class ZkTransactionStepInfo
{
    internal ZkTransactionStepInfo(int step, ZkOperation operation, ZkPath path, int? before, int? after, string? problem, bool isDone, ZkSession session)
    {
        Step = step;
        Operation = operation.GetType().Name;
        Path = path.Value;
        Before = before;
        After = after;
        Problem = problem;
        IsDone = isDone;
        Session = session;
        (Expected, DataLength) = operation switch
        {
            ZkOperation.Create create => (null, create.Data.Length),
            ZkOperation.Set set => (Known(set.Version), set.Data.Length),
            ZkOperation.Delete delete => (Known(delete.Version), null),
            ZkOperation.Check check => (Known(check.Version), null),
            _ => ((int?)null, (int?)null),
        };
    }

    /// <summary>Which operation, counted from 1.</summary>
    public int Step { get; }

    /// <summary>Create, Set, Delete or Check.</summary>
    public string Operation { get; }

    /// <summary>The node; binds to <c>-Path</c> of the next command. Of a sequential node that was created with its number.</summary>
    public string Path { get; }

    /// <summary>The version that the operation asks for; null when it takes any.</summary>
    public int? Expected { get; }

    /// <summary>In a plan the version before the operation; null when the node is not there, or the transaction was done.</summary>
    public int? Before { get; }

    /// <summary>The version after the operation; null when the node is gone then, or the operation would fail.</summary>
    public int? After { get; }

    /// <summary>Bytes of data that are written; null when none are.</summary>
    public int? DataLength { get; }

    /// <summary>In a plan why the transaction would fail here; null when it would not.</summary>
    public string? Problem { get; }

    /// <summary>Whether it was done; false in a plan.</summary>
    public bool IsDone { get; }

    /// <summary>The session; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The operation and the path.</summary>
    public override string ToString() => $"{Operation} {Path}";

    private static int? Known(NodeVersion version) => version.IsAny ? null : version.Value;
}
