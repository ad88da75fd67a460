using ZkReactive.Client;

namespace ZkReactive.Nodes.Transactions;

/// <summary>An operation of a transaction, with what it would find and leave.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Before">The version of the node's data before this operation; null when the node is not there.</param>
/// <param name="After">The version after it; null when the node is gone then, or the operation would fail.</param>
/// <param name="Problem">Why the transaction would fail here; null when it would not.</param>
public sealed record TransactionStep(ZkOperation Operation, int? Before, int? After, string? Problem);
