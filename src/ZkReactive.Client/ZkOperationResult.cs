using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>What an operation of a transaction did.</summary>
/// <param name="Path">The node; with the counter when it was created sequentially.</param>
/// <param name="Stat">Its stat after a set, or a create when the server sends it; else null.</param>
public sealed record ZkOperationResult(ZkPath Path, Stat? Stat);
