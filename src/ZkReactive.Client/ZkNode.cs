using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A node as it was read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Data">Its data; empty when it has none.</param>
/// <param name="Stat">Its stat.</param>
/// <param name="Zxid">The last transaction the server had applied when it answered.</param>
public sealed record ZkNode(ZkPath Path, ReadOnlyMemory<byte> Data, Stat Stat, Zxid Zxid);
